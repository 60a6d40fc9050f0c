// Days and times in the page's language, and the one question about them.

const LOCALES: Readonly<Record<string, string>> = { ms: "ms-MY", id: "id-ID", en: "en-GB" };

/** A day such as `2027-11-01` in words; what is no day comes back as it is. */
export function formatDay(iso: string, language: string): string {
  const day = parseDay(iso);
  return day === null ? iso : new Intl.DateTimeFormat(locale(language), { dateStyle: "long" }).format(day);
}

/** A moment, as it is printed on sheets. */
export function formatMoment(moment: Date, language: string): string {
  return new Intl.DateTimeFormat(locale(language), { dateStyle: "medium", timeStyle: "short" }).format(moment);
}

/** True when the day after `validUntil` has begun; a holder's clock may be wrong, so this only ever warns. */
export function isPastValidity(validUntil: string | null, now: Date): boolean {
  const last = parseDay(validUntil ?? "");
  return last !== null && now >= new Date(last.getFullYear(), last.getMonth(), last.getDate() + 1);
}

function parseDay(iso: string): Date | null {
  const day = /^(\d{4})-(\d\d)-(\d\d)$/.exec(iso);
  return day === null ? null : new Date(Number(day[1]), Number(day[2]) - 1, Number(day[3]));
}

function locale(language: string): string {
  return LOCALES[language] ?? "ms-MY";
}
