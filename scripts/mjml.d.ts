declare module 'mjml' {
  type MjmlOptions = {
    validationLevel?: 'strict' | 'soft' | 'skip';
    filePath?: string;
    /** Addresses of stylesheets by the names of the fonts for which mails load them. */
    fonts?: Record<string, string>;
  };
  type MjmlResult = { html: string; errors: Array<{ formattedMessage: string }> };
  /** Compiles MJML to the HTML of a mail. */
  export default function mjml2html(source: string, options?: MjmlOptions): Promise<MjmlResult>;
}
