import { crc32, deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { type HostileFile, MARKUP } from './hostile-files.ts';

/** The secrets that a photo must lose: looked for in what is kept. */
export const SECRETS = ['CAMERA-MAKER', 'GPSLatitude', 'OWNER-NAME', '52.52N'];

const solid = (width: number, height: number) => sharp({ create: { width, height, channels: 3, background: '#7a5' } });
const located = {
  IFD0: { Make: 'CAMERA-MAKER', Artist: 'OWNER-NAME' },
  IFD3: { GPSLatitude: '52/1 31/1 12/1', GPSLatitudeRef: 'N' },
};
const XMP =
  '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description xmlns:exif="http://ns.adobe.com/exif/1.0/" exif:GPSLatitude="52.52N"/></rdf:RDF></x:xmpmeta>';
const hidden = `${MARKUP}<?php system('id') ?>OWNER-NAME`;

const number = (value: number) => {
  const four = Buffer.alloc(4);
  four.writeUInt32BE(value);
  return four;
};
function chunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  return Buffer.concat([number(data.length), named, number(crc32(named))]);
}
const PNG = Buffer.from('89504e470d0a1a0a', 'hex');
const ihdr = (width: number, height: number, depth = 8, colour = 2) =>
  chunk('IHDR', Buffer.concat([number(width), number(height), Buffer.from([depth, colour, 0, 0, 0])]));
const pixels = (rows: number, bytes: number) => chunk('IDAT', deflateSync(Buffer.alloc(rows * (bytes + 1))));
const end = chunk('IEND', Buffer.alloc(0));
/** A PNG of 4 by 4 with more chunks before its pixels. */
const png = (...more: Buffer[]) => Buffer.concat([PNG, ihdr(4, 4), ...more, pixels(4, 12), end]);
const packedText = (mebibytes: number) =>
  Buffer.concat([Buffer.from('Comment\0\0', 'latin1'), deflateSync(Buffer.alloc(mebibytes << 20))]);

/** A JPEG's segment, behind its first mark. */
const segment = (mark: number, data: Buffer | string) => {
  const bytes = Buffer.from(data as string, 'latin1');
  return Buffer.concat([Buffer.from([0xff, mark, (bytes.length + 2) >> 8, (bytes.length + 2) & 255]), bytes]);
};
const box = (type: string, ...data: Buffer[]) => {
  const inside = Buffer.concat(data);
  return Buffer.concat([number(inside.length + 8), Buffer.from(type, 'latin1'), inside]);
};
const brand = (name: string) => box('ftyp', Buffer.from(`${name}\0\0\0\0${name}mif1`, 'latin1'));

/** Pictures that want to hurt or to tell, each with what becomes of it. */
export async function hostilePictures(): Promise<HostileFile[]> {
  const jpeg = await solid(320, 240).jpeg().toBuffer();
  const photo = await solid(320, 240).jpeg().withExif(located).withXmp(XMP).withMetadata({ orientation: 6 }).toBuffer();
  const webp = await solid(64, 48).webp().withExif(located).toBuffer();
  const avif = await solid(64, 48).avif().withExif(located).toBuffer();
  const locatedPng = await solid(64, 48).png().withExif(located).withXmp(XMP).toBuffer();
  const tall = Buffer.concat(Array.from({ length: 2_000 }, () => segment(0xe1, `Exif\0\0${'x'.repeat(4_000)}`)));
  const behind = (...more: Buffer[]) => Buffer.concat([jpeg.subarray(0, 2), ...more, jpeg.subarray(2)]);
  const frame = jpeg.indexOf(Buffer.from('ffc0', 'hex'));
  const changed = (bytes: Buffer, at: number, ...to: number[]) => {
    const copy = Buffer.from(bytes);
    copy.set(to, at);
    return copy;
  };
  const bytes = (text: string) => Buffer.from(text, 'latin1');
  const riff = (data: Buffer) => {
    const size = Buffer.alloc(4);
    size.writeUInt32LE(data.length + 4);
    return Buffer.concat([bytes('RIFF'), size, bytes('WEBP'), data]);
  };

  return [
    // Photos that are taken, and lose what they tell and what is hidden in them.
    ['a JPEG with place, camera and owner', photo, 'image/jpeg'],
    [
      'a JPEG with another photo in it (MPO)',
      Buffer.concat([behind(segment(0xe2, 'MPF\0II*\0\x08\0\0\0\0\0')), photo]),
      'image/jpeg',
    ],
    ['a JPEG with eight megabytes of EXIF', behind(tall), 'image/jpeg'],
    ['a JPEG with a page in its comment', behind(segment(0xfe, hidden)), 'image/jpeg'],
    [
      'a JPEG with XMP that names a file',
      behind(
        segment(
          0xe1,
          `http://ns.adobe.com/xap/1.0/\0<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>${hidden}`,
        ),
      ),
      'image/jpeg',
    ],
    ['a JPEG with a page behind it', Buffer.concat([jpeg, bytes(hidden)]), 'image/jpeg'],
    ['a JPEG with a script behind it', Buffer.concat([jpeg, bytes('*/=1;alert(1)//')]), 'image/jpeg'],
    [
      'a JPEG with a ZIP behind it',
      Buffer.concat([jpeg, Buffer.from('504b0304', 'hex'), bytes('evil.jar')]),
      'image/jpeg',
    ],
    [
      'a JPEG with a PDF behind it',
      Buffer.concat([jpeg, bytes('%PDF-1.7\n1 0 obj<</S/JavaScript/JS(x)>>endobj\n%%EOF\n')]),
      'image/jpeg',
    ],
    [
      'a JPEG with a place that is no number',
      behind(segment(0xe1, Buffer.concat([bytes('Exif\0\0MM\0*'), number(0xffffffff)]))),
      'image/jpeg',
    ],
    [
      'a JPEG with a broken colour profile',
      behind(segment(0xe2, `ICC_PROFILE\0\x01\x01${'\xff'.repeat(200)}`)),
      'image/jpeg',
    ],
    ['a PNG with place and owner', locatedPng, 'image/png'],
    ['a PNG with a script in its text', png(chunk('tEXt', bytes(`Comment\0${hidden}`))), 'image/png'],
    ['a PNG with a page behind it', Buffer.concat([png(), bytes(hidden)]), 'image/png'],
    ['a WebP with place and owner', webp, 'image/webp'],
    ['an AVIF with place and owner', avif, 'image/webp'],
    // Bombs.
    ['a PNG of 60 megapixels', Buffer.concat([PNG, ihdr(10_000, 6_000), pixels(1, 9), end]), 'tooManyPixels'],
    ['a PNG of 3,600 megapixels', Buffer.concat([PNG, ihdr(60_000, 60_000), pixels(1, 9), end]), 'tooManyPixels'],
    [
      'a PNG as wide as numbers go',
      Buffer.concat([PNG, ihdr(0x7fffffff, 0x7fffffff), pixels(1, 9), end]),
      'fileContent',
    ],
    ['a PNG of 49 megapixels without them', Buffer.concat([PNG, ihdr(7_000, 7_000), pixels(1, 9), end]), 'fileContent'],
    ['a PNG whose text unpacks to 64 MB', png(chunk('zTXt', packedText(64))), 'image/png'],
    ['a PNG whose colour profile unpacks to 64 MB', png(chunk('iCCP', packedText(64))), 'image/png'],
    [
      'a PNG with fifty thousand texts',
      png(...Array.from({ length: 50_000 }, () => chunk('tEXt', bytes('a\0b')))),
      'image/png',
    ],
    ['a JPEG of 4,290 megapixels', changed(jpeg, frame + 5, 0xff, 0xdc, 0xff, 0xdc), 'tooManyPixels'],
    ['a WebP of 268 megapixels', riff(box('VP8X').subarray(4)), 'fileContent'],
    // What is no picture in the end.
    ['a PNG of no width', Buffer.concat([PNG, ihdr(0, 4), pixels(4, 0), end]), 'fileContent'],
    ['a PNG with a wrong sum', changed(png(), 29, 1, 2, 3, 4), 'image/png'],
    ['a PNG without pixels', Buffer.concat([PNG, ihdr(4, 4), end]), 'fileContent'],
    [
      'a PNG with a chunk without end',
      Buffer.concat([PNG, ihdr(4, 4), number(0x7fffffff), bytes('IDAT')]),
      'fileContent',
    ],
    [
      'a PNG in motion',
      Buffer.concat([
        PNG,
        ihdr(4, 4),
        chunk('acTL', Buffer.concat([number(1_000_000), number(0)])),
        pixels(4, 12),
        end,
      ]),
      'fileType',
    ],
    ['a PNG’s first bytes and a page', Buffer.concat([PNG, bytes(MARKUP)]), 'fileType'],
    ['a JPEG’s first bytes and a page', Buffer.concat([Buffer.from('ffd8ffe0', 'hex'), bytes(MARKUP)]), 'fileContent'],
    ['a WebP’s first bytes and a page', riff(bytes(`VP8 ${MARKUP}`)), 'fileContent'],
    ['an AVIF’s first bytes and a page', Buffer.concat([brand('avif'), bytes(MARKUP)]), 'fileContent'],
    [
      'a JPEG of noise',
      Buffer.concat([Buffer.from('ffd8ffe000104a464946', 'hex'), Buffer.alloc(999, 7)]),
      'fileContent',
    ],
    ['a JPEG of twelve bits', changed(jpeg, frame + 4, 12), 'fileContent'],
    ['a JPEG cut off in its head', jpeg.subarray(0, frame + 6), 'fileContent'],
    ['a JPEG cut off before its pixels', jpeg.subarray(0, jpeg.indexOf(Buffer.from('ffda', 'hex')) + 4), 'fileContent'],
    ['a JPEG cut off in the middle', jpeg.subarray(0, jpeg.length - 40), 'fileContent'],
    ['a JPEG’s first three bytes', jpeg.subarray(0, 3), 'fileContent'],
    ['a WebP cut off', webp.subarray(0, 40), 'fileContent'],
    ['an AVIF cut off', avif.subarray(0, avif.length >> 1), 'fileContent'],
    [
      'an AVIF with a box as long as numbers go',
      Buffer.concat([brand('avif'), number(0xffffffff), bytes('meta')]),
      'fileContent',
    ],
    // Kinds that are not taken at all.
    ['a HEIC', Buffer.concat([brand('heic'), box('meta', Buffer.alloc(40))]), 'fileType'],
    [
      'a TIFF whose list of fields leads back to itself',
      Buffer.from('49492a00080000000000080000000000', 'hex'),
      'fileType',
    ],
    ['a TIFF of a billion strips', Buffer.from('4d4d002a000000080001011100043b9aca0000000000', 'hex'), 'fileType'],
    ['a BMP with a page', Buffer.concat([bytes('BM'), Buffer.alloc(52), bytes(MARKUP)]), 'fileType'],
    ['an ICO with a page', Buffer.concat([Buffer.from('00000100010000000000', 'hex'), bytes(MARKUP)]), 'fileType'],
    ['a GIF that is a script', bytes('GIF89a/*<script>alert(1)</script>*/=1;alert(1)'), 'fileType'],
  ];
}
