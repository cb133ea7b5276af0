import { For, type JSX, Match, Show, Switch } from 'solid-js';
import type { Block, Run } from '../../../domain/document/text.ts';

/** A text as structure, shown: every word of it is a text node, every link one of a few harmless kinds. */
export function RichText(props: { body: readonly Block[]; class?: string }): JSX.Element {
  return (
    <div class={`flex flex-col gap-3 leading-relaxed break-words hyphens-auto ${props.class ?? ''}`}>
      <For each={props.body}>
        {(block) => (
          <Switch>
            <Match when={block.type === 'heading' && block}>
              {(heading) => (
                <Show
                  when={heading().level === 2}
                  fallback={
                    <h3 class="mt-1 font-semibold">
                      <Runs runs={heading().runs} />
                    </h3>
                  }
                >
                  <h2 class="mt-2 text-[1.15em] font-bold">
                    <Runs runs={heading().runs} />
                  </h2>
                </Show>
              )}
            </Match>
            <Match when={block.type === 'paragraph' && block}>
              {(paragraph) => (
                <p class="whitespace-pre-line">
                  <Runs runs={paragraph().runs} />
                </p>
              )}
            </Match>
            <Match when={block.type === 'quote' && block}>
              {(quote) => (
                <blockquote class="border-l-3 border-line-strong pl-3 whitespace-pre-line text-muted">
                  <Runs runs={quote().runs} />
                </blockquote>
              )}
            </Match>
            <Match when={block.type === 'list' && block}>{(list) => <List list={list()} />}</Match>
            <Match when={block.type === 'rule'}>
              <hr class="border-line" />
            </Match>
          </Switch>
        )}
      </For>
    </div>
  );
}

function List(props: { list: Block & { type: 'list' } }): JSX.Element {
  const items = () => (
    <For each={props.list.items}>
      {(item) => (
        <li class="whitespace-pre-line">
          <Runs runs={item} />
        </li>
      )}
    </For>
  );
  return (
    <Show when={props.list.ordered} fallback={<ul class="flex list-disc flex-col gap-1 pl-5">{items()}</ul>}>
      <ol start={props.list.first} class="flex list-decimal flex-col gap-1 pl-5">
        {items()}
      </ol>
    </Show>
  );
}

function Runs(props: { runs: readonly Run[] }): JSX.Element {
  return (
    <For each={props.runs}>
      {(run) => (
        <Show when={run.href} fallback={<Styled run={run} />}>
          {(href) => (
            <a
              href={href()}
              rel="noopener noreferrer"
              target="_blank"
              class="font-semibold text-accent underline underline-offset-3"
            >
              <Styled run={run} />
            </a>
          )}
        </Show>
      )}
    </For>
  );
}

function Styled(props: { run: Run }): JSX.Element {
  const italic = () => (
    <Show when={props.run.italic} fallback={props.run.text}>
      <em>{props.run.text}</em>
    </Show>
  );
  return (
    <Show when={props.run.bold} fallback={italic()}>
      <strong class="font-semibold">{italic()}</strong>
    </Show>
  );
}
