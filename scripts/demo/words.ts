/** What people write besides the report itself. */
export const words = {
  ask: [
    'Können Sie uns bitte noch ein Foto schicken und sagen, seit wann das so ist?',
    'In welchem Zimmer genau? Und sind Sie tagsüber erreichbar?',
    'Ist das nur bei Ihnen so, oder auch bei den Nachbarn?',
  ],
  answer: [
    'Seit ungefähr einer Woche. Tagsüber ist meine Mutter da.',
    'Im Schlafzimmer, links vom Fenster. Ich bin ab 15 Uhr zu Hause.',
    'Bei den Nachbarn ist es auch so, ich habe nachgefragt.',
  ],
  forward: [
    'Das betrifft Ihr Sondereigentum. Möchten Sie die Reparatur selbst beauftragen?',
    'Bitte um Ihre Einschätzung, ob der Beirat das in der nächsten Sitzung behandeln möchte.',
  ],
  forwarded: ['Bitte beauftragen Sie das für mich, Rechnung an mich.', 'Einverstanden, bitte machen lassen.'],
  reject: [
    'Das ist bereits gemeldet und in Arbeit. Wir führen beide Meldungen zusammen.',
    'Glühlampen in der Wohnung ersetzen Sie bitte selbst, so steht es in Ihrem Mietvertrag.',
    'Der Gehweg gehört der Stadt. Wir haben Ihre Meldung dorthin weitergegeben.',
  ],
  withdraw: ['Hat sich erledigt, es geht wieder.', 'Mein Sohn hat es repariert, danke.'],
  ownNote: [
    'Unser Hausmeister hat sich darum gekümmert.',
    'Auskunft telefonisch gegeben, der Termin steht im nächsten Aushang.',
  ],
  internal: ['Gewährleistung prüfen, Anlage wurde 2024 erneuert.', 'Bei Wiederholung Angebot für Erneuerung einholen.'],
  decline: ['Diese Woche sind alle Monteure im Einsatz.', 'Wir haben erst in drei Wochen wieder Kapazität.'],
  question: [
    'Ist der Keller zugänglich und wo ist der Hauptabsperrhahn?',
    'Welches Fabrikat ist verbaut? Ein Foto vom Typenschild wäre gut.',
  ],
  answerToContractor: [
    'Der Schlüssel zum Keller liegt beim Hausmeister, der Hahn ist gleich links.',
    'Foto vom Typenschild ist unterwegs, Baujahr 2016.',
  ],
  counter: ['An diesen Tagen arbeite ich, geht es auch später?', 'Vormittags ist leider niemand da.'],
  move: ['Unser Monteur ist erkrankt, bitte wählen Sie einen neuen Termin.'],
  missedByDwelling: ['Mehrfach geklingelt, niemand hat geöffnet.'],
  missedByContractor: ['Ich habe den ganzen Vormittag gewartet, es kam niemand.'],
  partial: [
    'Ersatzteil ist bestellt, Rest folgt nach Lieferung in etwa einer Woche.',
    'Notdürftig abgedichtet, Leitung muss noch ersetzt werden.',
  ],
  impossible: [
    'Dafür braucht es eine Fachfirma mit Hebebühne.',
    'Bauteil wird nicht mehr hergestellt, die Anlage muss erneuert werden.',
  ],
  confirm: ['', '', 'Alles bestens, vielen Dank.', 'Sehr freundlicher Monteur.'],
  dispute: ['Es tropft immer noch, nur etwas langsamer.', 'Nach zwei Tagen war es wieder genauso.'],
  rework: [
    'Bitte nachbessern, die Bewohnerin meldet denselben Schaden.',
    'Noch nicht behoben, bitte noch einmal ansehen.',
  ],
  reopen: ['Leider ist es wieder da.', 'Heute Morgen ging es wieder los.'],
  cancel: ['Wir beauftragen einen anderen Betrieb.'],
} as const;

/** How somebody wishes to be visited. */
export const accessWishes = [
  '',
  'Bin bis 18 Uhr da, danach ist meine Nachbarin da.',
  'Bitte vorher anrufen.',
  'Ab 15 Uhr, Hund im Haus.',
  'Schlüssel liegt beim Hausmeister.',
  '',
] as const;
