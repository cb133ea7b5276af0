/** A number as providers want it: `+49…`; German numbers may be written as people do ("0170 1234567"). Or null. */
export function phoneNumber(text: string | null): string | null {
  const digits = (text ?? '').replace(/\(0\)/, '').replace(/[\s/().-]/g, '');
  const number = digits.replace(/^00/, '+').replace(/^0/, '+49');
  return /^\+[1-9]\d{6,14}$/.test(number) ? number : null;
}
