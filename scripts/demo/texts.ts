import { saveAddition, saveTextBlock } from '../../db/queries/texts.ts';
import { saveTicketTemplate } from '../../db/queries/ticket-templates.ts';
import type { Workspace } from '../../db/workspaces.ts';
import type { BlockPurpose } from '../../domain/texts/blocks.ts';
import type { TicketTemplate } from '../../domain/texts/ticketTemplates.ts';
import { Ids } from './chance.ts';

const blocks: readonly [name: string, purpose: BlockPurpose, text: string][] = [
  [
    'Kleinreparatur durch Mieter',
    'reject',
    'Guten Tag {Name},\n\nkleine Reparaturen bis 100 € tragen nach dem Mietvertrag die Mieter selbst. Bitte beauftragen Sie in diesem Fall einen Betrieb Ihrer Wahl.\n\n{Bearbeiter}, {Firma}',
  ],
  [
    'Fotos und genaue Stelle',
    'ask',
    'Guten Tag {Name},\n\nbitte schicken Sie uns zu {Vorgangsnummer} zwei Fotos: eines aus der Nähe und eines, auf dem man den Raum erkennt. Seit wann besteht der Schaden?',
  ],
  [
    'Schlüssel beim Hausmeister',
    'order',
    'Den Schlüssel für {Objekt}, {Adresse}, gibt der Hausmeister Herr Pfaff aus. Bitte am Vortag anmelden.',
  ],
  ['Rückruf zugesagt', 'note', 'Am {Heute} mit {Name} telefoniert. Rückruf zugesagt.'],
];

const templates: readonly Omit<TicketTemplate, 'id' | 'urgency'>[] = [
  {
    name: 'Schlüssel nachmachen',
    category: 'other',
    title: 'Schlüssel nachmachen lassen',
    description: 'Nummer der Schließanlage und Sicherungskarte bereitlegen, Anzahl mit dem Bewohner klären.',
  },
  {
    name: 'Treppenhausreinigung prüfen',
    category: 'other',
    title: 'Treppenhausreinigung prüfen',
    description: 'Rundgang vom Dachgeschoss bis zum Keller, Fotos von dem, was liegen blieb.',
  },
];

/** Lays down what the office writes again and again, unless it has some already. */
export async function layTexts(workspace: Workspace): Promise<void> {
  const [known] = await workspace.query('select from text_block limit 1');
  const [author] = await workspace.query<{ id: string }>(
    `select person_id as id from employee where active order by person_id limit 1`,
  );
  if (known || !author) return;
  const ids = new Ids(`${workspace.id}/texts`);
  await workspace.transaction(async (q) => {
    for (const [name, purpose, text] of blocks)
      await saveTextBlock(q, { id: ids.next(), name, purpose, text }, author.id);
    for (const template of templates)
      await saveTicketTemplate(q, { ...template, id: ids.next(), urgency: 'normal' }, author.id);
    await saveAddition(
      q,
      {
        template: 'reportReceived',
        locale: 'de',
        text: 'Sie erreichen uns montags bis freitags von 8 bis 17 Uhr unter 0711 55500 10.',
      },
      author.id,
    );
  });
}
