import { createHash } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import sharp from 'sharp';
import { type FileStorage, storageKey } from '../../db/storage.ts';
import type { Chance } from './chance.ts';

/** What can be seen on a photo of the demo. */
export type Motif =
  | 'stain'
  | 'tap'
  | 'radiator'
  | 'gauge'
  | 'lamp'
  | 'lift'
  | 'door'
  | 'window'
  | 'mould'
  | 'roof'
  | 'bins'
  | 'path'
  | 'done';

/** A photo as it lies in the storage. */
export interface Photo {
  sha256: string;
  bytes: number;
  width: number;
  height: number;
}

const WIDTH = 960;
const HEIGHT = 720;
const VARIANTS = 3;

/** The photos of all motifs, a few of each; drawn when first asked for and stored by their content. */
export class Album {
  readonly #storage: FileStorage;
  readonly #workspaceId: string;
  readonly #taken = new Map<string, Promise<Photo>>();

  constructor(storage: FileStorage, workspaceId: string) {
    this.#storage = storage;
    this.#workspaceId = workspaceId;
  }

  photo(motif: Motif, chance: Chance): Promise<Photo> {
    const variant = chance.between(1, VARIANTS);
    const name = `${motif} ${variant}`;
    let photo = this.#taken.get(name);
    if (!photo) {
      photo = this.#take(motif, variant);
      this.#taken.set(name, photo);
    }
    return photo;
  }

  async #take(motif: Motif, variant: number): Promise<Photo> {
    const picture = await sharp(Buffer.from(scene(motif, variant)))
      .blur(0.8)
      .jpeg({ quality: 52 })
      .toBuffer();
    const sha256 = createHash('sha256').update(picture).digest('hex');
    const path = await this.#storage.scratch();
    try {
      await writeFile(path, picture);
      await this.#storage.put(storageKey(this.#workspaceId, sha256), path);
    } finally {
      await rm(path, { force: true });
    }
    return { sha256, bytes: picture.length, width: WIDTH, height: HEIGHT };
  }
}

const walls = ['#d9d4c7', '#cfd3cd', '#ddd8cf'];
const lights = ['28%', '62%', '80%'];

/** A drawn scene: a wall in some light, the thing itself, a shadow towards the edges as phones' lenses make. */
function scene(motif: Motif, variant: number): string {
  const wall = walls[variant - 1] ?? '#d9d4c7';
  const light = lights[variant - 1] ?? '50%';
  const shift = (variant - 2) * 70;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 960 720">
    <defs>
      <radialGradient id="light" cx="${light}" cy="20%" r="95%">
        <stop offset="0" stop-color="#fffdf5" stop-opacity=".75"/><stop offset="1" stop-color="#2b2a26" stop-opacity=".45"/>
      </radialGradient>
      <radialGradient id="damp"><stop offset="0" stop-color="#8a6a35" stop-opacity=".7"/>
        <stop offset=".7" stop-color="#a98a52" stop-opacity=".5"/><stop offset=".92" stop-color="#7d5f2c" stop-opacity=".65"/>
        <stop offset="1" stop-color="#a98a52" stop-opacity="0"/></radialGradient>
      <radialGradient id="black"><stop offset="0" stop-color="#20231d" stop-opacity=".85"/>
        <stop offset="1" stop-color="#3a3f33" stop-opacity="0"/></radialGradient>
      <linearGradient id="metal" x2="1"><stop offset="0" stop-color="#8d9396"/><stop offset=".4" stop-color="#eef1f2"/>
        <stop offset="1" stop-color="#70777b"/></linearGradient>
    </defs>
    <rect width="960" height="720" fill="${wall}"/>
    <g transform="translate(${shift} ${shift / 3}) rotate(${(variant - 2) * 2} 480 360)">${things[motif]}</g>
    <rect width="960" height="720" fill="url(#light)" style="mix-blend-mode:multiply"/>
  </svg>`;
}

function repeated(count: number, draw: (n: number) => string): string {
  return Array.from({ length: count }, (_, n) => draw(n)).join('');
}

const things: Record<Motif, string> = {
  stain: `<path d="M-80 560 L1040 500 L1040 800 L-80 800Z" fill="#bfb9ab"/>
    <ellipse cx="470" cy="270" rx="250" ry="150" fill="url(#damp)"/><ellipse cx="590" cy="330" rx="130" ry="95" fill="url(#damp)"/>
    <circle cx="300" cy="200" r="46" fill="#f7f3e4" stroke="#a9a493" stroke-width="8"/>
    ${repeated(4, (n) => `<ellipse cx="${430 + n * 52}" cy="${395 + (n % 2) * 26}" rx="5" ry="${12 + n * 3}" fill="#6d7d82" opacity=".7"/>`)}`,
  tap: `<rect x="-80" y="430" width="1120" height="400" fill="#f1f1ee"/><ellipse cx="480" cy="560" rx="330" ry="110" fill="#d3d6d5"/>
    <ellipse cx="480" cy="560" rx="46" ry="16" fill="#5c6365"/><rect x="440" y="250" width="80" height="230" rx="30" fill="url(#metal)"/>
    <path d="M450 270 Q440 190 560 200 Q650 210 650 300 L610 300 Q610 250 560 246 Q500 240 510 290Z" fill="url(#metal)"/>
    <ellipse cx="630" cy="350" rx="7" ry="14" fill="#8fb3c4"/><ellipse cx="630" cy="430" rx="6" ry="12" fill="#8fb3c4"/>`,
  radiator: `<rect x="160" y="60" width="640" height="120" fill="#b8c7cf"/><rect x="150" y="180" width="660" height="24" fill="#f4f2ec"/>
    ${repeated(11, (n) => `<rect x="${190 + n * 54}" y="270" width="42" height="320" rx="18" fill="#f5f5f1" stroke="#b9b8b0" stroke-width="4"/>`)}
    <rect x="180" y="290" width="610" height="16" fill="#dedcd3"/><rect x="180" y="550" width="610" height="16" fill="#dedcd3"/>
    <circle cx="150" cy="310" r="34" fill="#fbfbf8" stroke="#9c9b93" stroke-width="6"/><rect x="0" y="660" width="960" height="90" fill="#9b7a55"/>`,
  gauge: `<rect x="240" y="90" width="480" height="560" rx="20" fill="#f3f3f0" stroke="#aaa" stroke-width="5"/>
    <circle cx="480" cy="300" r="140" fill="#fff" stroke="#555" stroke-width="12"/><path d="M480 300 L400 380" stroke="#b3261e" stroke-width="10"/>
    ${repeated(9, (n) => `<rect x="476" y="172" width="8" height="26" fill="#444" transform="rotate(${-120 + n * 30} 480 300)"/>`)}
    <rect x="380" y="500" width="200" height="70" rx="8" fill="#26332d"/><rect x="400" y="520" width="90" height="30" fill="#d9534a"/>`,
  lamp: `<path d="M-80 -60 L1040 -60 L760 240 L200 240Z" fill="#a9a59a"/><path d="M200 240 L760 240 L760 800 L200 800Z" fill="#8b8a84"/>
    <ellipse cx="480" cy="150" rx="120" ry="44" fill="#4a4944"/><ellipse cx="480" cy="142" rx="96" ry="32" fill="#77756c"/>
    ${repeated(7, (n) => `<rect x="${250 + n * 12}" y="${760 - n * 60}" width="${460 - n * 24}" height="30" fill="#5d5a54"/>`)}
    <rect x="690" y="380" width="46" height="70" rx="6" fill="#e9e7df"/>`,
  lift: `<rect x="140" y="-40" width="680" height="820" fill="#6f767a"/><rect x="190" y="150" width="285" height="640" fill="url(#metal)"/>
    <rect x="485" y="150" width="285" height="640" fill="url(#metal)"/><rect x="330" y="30" width="300" height="90" rx="8" fill="#141a17"/>
    <path d="M395 55 h40 M395 75 h30 M395 97 h40 M395 55 v42" stroke="#ff5a45" stroke-width="8" fill="none"/>
    <rect x="470" y="52" width="36" height="48" fill="none" stroke="#ff5a45" stroke-width="8"/>
    <path d="M535 52 v24 h36 M571 52 v48" stroke="#ff5a45" stroke-width="8" fill="none"/><circle cx="860" cy="420" r="22" fill="#ddd" stroke="#444" stroke-width="6"/>`,
  door: `<rect x="230" y="-20" width="500" height="800" fill="#5b4632"/><rect x="260" y="20" width="440" height="760" fill="#74593e"/>
    <rect x="310" y="90" width="340" height="260" fill="#94b0b8" opacity=".8"/><rect x="640" y="430" width="34" height="120" rx="8" fill="url(#metal)"/>
    <rect x="560" y="460" width="110" height="22" rx="11" fill="url(#metal)"/><circle cx="657" cy="528" r="9" fill="#222"/>
    <path d="M700 20 L745 60 L745 780 L700 780Z" fill="#1d1a17"/>`,
  window: `<rect x="180" y="80" width="600" height="480" fill="#f7f6f1"/><rect x="215" y="115" width="255" height="410" fill="#a9c3d1"/>
    <rect x="490" y="115" width="255" height="410" fill="#b4cbd6"/>${repeated(7, (n) => `<rect x="205" y="${90 + n * 26}" width="550" height="20" fill="#8d8a80" transform="rotate(${n > 4 ? 4 : 0} 480 200)"/>`)}
    <path d="M520 520 L600 330 L585 260 M600 330 L700 250" stroke="#f6fbfd" stroke-width="4" fill="none"/><rect x="150" y="560" width="660" height="34" fill="#e2ded2"/>`,
  mould: `<path d="M480 -80 L480 560 L-80 800 M480 560 L1040 800" stroke="#a7a294" stroke-width="5" fill="none"/>
    <ellipse cx="480" cy="470" rx="190" ry="160" fill="url(#black)" opacity=".6"/>
    ${repeated(40, (n) => `<circle cx="${380 + ((n * 71) % 210)}" cy="${330 + ((n * 47) % 250)}" r="${4 + ((n * 7) % 13)}" fill="#262a22" opacity="${0.25 + (n % 5) * 0.1}"/>`)}
    <rect x="640" y="380" width="260" height="420" fill="#7a5f45"/>`,
  roof: `<rect x="-80" y="-60" width="1120" height="330" fill="#b9c9d4"/><path d="M-80 300 L1040 180 L1040 620 L-80 700Z" fill="#8a4b38"/>
    ${repeated(5, (row) => repeated(14, (n) => `<path d="M${-60 + n * 80 + (row % 2) * 40} ${310 + row * 76 - n * 9} q40 46 80 0" stroke="#5f2f22" stroke-width="7" fill="none"/>`))}
    <path d="M420 600 l90 30 l-24 74 l-90 -30Z" fill="#a45a44" stroke="#4d241a" stroke-width="6"/><path d="M-80 690 L1040 610 L1040 650 L-80 730Z" fill="#7e888c"/>`,
  bins: `<rect x="-80" y="520" width="1120" height="280" fill="#8e8c86"/><rect x="-80" y="-60" width="1120" height="580" fill="#8a9a86"/>
    ${['#3b3f3d', '#2f5d8a', '#8a6a2d'].map((colour, n) => `<rect x="${130 + n * 220}" y="270" width="180" height="320" rx="14" fill="${colour}"/><rect x="${120 + n * 220}" y="245" width="200" height="36" rx="10" fill="${colour}"/>`).join('')}
    <path d="M560 470 L880 430 L910 620 L590 660Z" fill="#b7a890" stroke="#7c6f5c" stroke-width="6"/>`,
  path: `<rect x="-80" y="-60" width="1120" height="380" fill="#6f8a63"/><path d="M380 300 L600 300 L900 800 L60 800Z" fill="#b5b2aa"/>
    ${repeated(18, (n) => `<ellipse cx="${300 + ((n * 97) % 380)}" cy="${380 + ((n * 61) % 330)}" rx="${30 + ((n * 13) % 40)}" ry="12" fill="#e6eef1" opacity=".75"/>`)}
    ${repeated(14, (n) => `<circle cx="${60 + n * 28}" cy="${330 + ((n * 37) % 90)}" r="${36 + ((n * 11) % 24)}" fill="#4d6b42"/>`)}`,
  done: `<rect x="-80" y="430" width="1120" height="400" fill="#e9e8e2"/><rect x="300" y="170" width="360" height="300" rx="18" fill="#f8f8f5" stroke="#b6b5ad" stroke-width="6"/>
    <rect x="340" y="210" width="280" height="190" rx="10" fill="#dfe7e2"/><path d="M410 300 L465 355 L560 250" stroke="#3c6e47" stroke-width="26" fill="none" stroke-linecap="round"/>
    <rect x="700" y="390" width="150" height="80" rx="10" fill="#b3462f"/><rect x="740" y="360" width="70" height="34" rx="8" fill="none" stroke="#333" stroke-width="10"/>`,
};
