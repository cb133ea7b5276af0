import { z } from 'zod';
import { sampleMail } from '../../activities/mail/sample.ts';
import { audit } from '../../db/queries/audit.ts';
import { liveCategories } from '../../db/queries/categories.ts';
import { additions, removeTextBlock, saveAddition, saveTextBlock, textBlocks } from '../../db/queries/texts.ts';
import { removeTicketTemplate, saveTicketTemplate, ticketTemplates } from '../../db/queries/ticket-templates.ts';
import { DomainError } from '../../domain/errors.ts';
import { offeredIn } from '../../domain/report/categories.ts';
import { employee } from '../../domain/rights.ts';
import { ADDITION_LONGEST, addable, inAdditions } from '../../domain/texts/additions.ts';
import { textBlock } from '../../domain/texts/blocks.ts';
import { fill, openIn, unknownIn } from '../../domain/texts/placeholders.ts';
import { ticketTemplate } from '../../domain/texts/ticketTemplates.ts';
import { employeeIn } from '../employee.ts';
import { actorIn } from '../master-data.ts';
import { procedure, router } from '../trpc.ts';

const managers = employee('administrator', 'manager');

const kind = { template: z.enum(addable), locale: z.enum(['de', 'en']) };
const added = z.string().trim().max(ADDITION_LONGEST);
const everything = Object.fromEntries(inAdditions.map((id) => [id, '-']));

/** Refuses placeholders that are none, and those that this message does not know. */
function assertPlaceholders(text: string, known: (text: string) => string = () => ''): void {
  const [unknown] = [...unknownIn(text), ...openIn(known(text))];
  if (unknown) throw new DomainError('placeholderUnknown');
}

/** The office's own words: texts that are used again and again, and what is added to messages. */
export const textsRouter = router({
  /** The reusable texts, for whoever writes to people. */
  blocks: procedure(employee()).query(({ ctx }) => textBlocks(ctx.workspace)),

  /** Keeps a reusable text, new or changed. */
  saveBlock: procedure(managers)
    .input(textBlock)
    .mutation(async ({ ctx, input }) => {
      const { personId } = employeeIn(ctx);
      assertPlaceholders(input.text);
      await ctx.workspace.transaction(async (q) => {
        const before = await saveTextBlock(q, input, personId);
        await audit(q, { actor: actorIn(ctx), what: 'texts.saveBlock', before, after: input });
      });
    }),

  /** Takes a reusable text away. */
  removeBlock: procedure(managers)
    .input(z.object({ id: z.uuid() }))
    .mutation(async ({ ctx, input }) => {
      await ctx.workspace.transaction(async (q) => {
        const before = await removeTextBlock(q, input.id);
        await audit(q, { actor: actorIn(ctx), what: 'texts.removeBlock', before, after: null });
      });
    }),

  /** The templates that tickets of one's own begin with. */
  ticketTemplates: procedure(employee()).query(({ ctx }) => ticketTemplates(ctx.workspace)),

  /** Keeps a template for tickets, new or changed. Throws `badInput` for a category that there is not. */
  saveTicketTemplate: procedure(managers)
    .input(ticketTemplate)
    .mutation(async ({ ctx, input }) => {
      const { personId } = employeeIn(ctx);
      const { document } = await liveCategories(ctx.workspace);
      if (!offeredIn(document).some(({ id }) => id === input.category)) throw new DomainError('badInput');
      await ctx.workspace.transaction(async (q) => {
        const before = await saveTicketTemplate(q, input, personId);
        await audit(q, { actor: actorIn(ctx), what: 'texts.saveTicketTemplate', before, after: input });
      });
    }),

  /** Takes a template for tickets away. */
  removeTicketTemplate: procedure(managers)
    .input(z.object({ id: z.uuid() }))
    .mutation(async ({ ctx, input }) => {
      await ctx.workspace.transaction(async (q) => {
        const before = await removeTicketTemplate(q, input.id);
        await audit(q, { actor: actorIn(ctx), what: 'texts.removeTicketTemplate', before, after: null });
      });
    }),

  /** What is added to messages, by kind and language. */
  additions: procedure(managers).query(({ ctx }) => additions(ctx.workspace)),

  /** Adds words to all messages of a kind in a language; empty ones add nothing any more. */
  saveAddition: procedure(managers)
    .input(z.object({ ...kind, text: added }))
    .mutation(async ({ ctx, input }) => {
      const { personId } = employeeIn(ctx);
      assertPlaceholders(input.text, (text) => fill(text, everything));
      await ctx.workspace.transaction(async (q) => {
        const before = await saveAddition(q, input, personId);
        const { template, locale, text } = input;
        await audit(q, {
          actor: actorIn(ctx),
          what: 'texts.saveAddition',
          before: { template, locale, text: before },
          after: { template, locale, text },
        });
      });
    }),

  /** The mail of a kind as it would go out with these words, about an invented matter. Changes and sends nothing. */
  preview: procedure(managers)
    .input(z.object({ ...kind, text: added }))
    .mutation(({ ctx, input: { text, ...input } }) => {
      const { name, accent } = ctx.workspace;
      const replyDomain = ctx.services.config.REPLY_DOMAIN ?? null;
      return sampleMail({ ...input, company: name, accent, addition: text, replyDomain });
    }),
});
