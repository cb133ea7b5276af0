import { type DefaultTreeAdapterTypes, parse } from 'parse5';

type Node = DefaultTreeAdapterTypes.Node;

/**
 * What a page is made of besides its words, as a browser understands it: its elements, their attributes with values
 * (addresses among them; labels are words), and comments, each once. Pages of the same make have the same, whatever the words are.
 */
export function frameOf(html: string): Set<string> {
  const found = new Set<string>();
  const walk = (node: Node) => {
    if (node.nodeName === '#comment' && 'data' in node) found.add(`<!--${node.data}-->`);
    if ('tagName' in node) {
      found.add(`<${node.tagName}>`);
      for (const { name, value } of node.attrs)
        found.add(`<${node.tagName} ${name}="${name === 'aria-label' ? 'words' : value}">`);
      // What stands in them is a style and not words.
      if (node.tagName === 'style') for (const each of node.childNodes) if ('value' in each) found.add(each.value);
    }
    if ('childNodes' in node) for (const each of node.childNodes) walk(each);
    if ('content' in node) walk(node.content);
  };
  walk(parse(html));
  return found;
}

/** The words of a page. */
export function wordsOf(html: string): string {
  const words: string[] = [];
  const walk = (node: Node) => {
    if (node.nodeName === '#text' && 'value' in node) words.push(node.value);
    if ('childNodes' in node) for (const each of node.childNodes) walk(each);
  };
  walk(parse(html));
  return words.join('');
}
