import type { FieldProfile, VersionProfile } from './profile.ts';

/** A profile in which the fields that are masked for whoever asks keep their counts and nothing that a row holds. */
export function maskedProfile(profile: VersionProfile, masked: ReadonlySet<string>): VersionProfile {
  if (masked.size === 0) return profile;
  return {
    ...profile,
    fields: profile.fields.map(
      (field): FieldProfile =>
        masked.has(field.field)
          ? {
              ...field,
              min: null,
              max: null,
              top: [],
              text: null,
              number: null,
              quantiles: null,
              outliers: null,
              histogram: null,
            }
          : field,
    ),
  };
}
