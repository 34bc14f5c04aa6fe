const SECRET_NAME =
  /pass(word|phrase)?$|passwd|secret|token|api[-_]?key|private[-_]?key|credential|authorization|cookie|signature/i;
const MASK = '****';

const RULES: readonly (readonly [RegExp, string])[] = [
  [/\b(bearer|basic)\s+[\w.~+/=-]{6,}/gi, `$1 ${MASK}`],
  [
    /([?&;](?:x-amz-(?:signature|credential|security-token)|x-goog-signature|x-goog-credential|sig|signature|code|token|access_token|id_token|refresh_token|client_secret|password|awsaccesskeyid)=)[^&\s"'<>#]+/gi,
    `$1${MASK}`,
  ],
  [/(\b[a-z][a-z0-9+.-]*:\/\/)[^\s/@"'<>]+@/gi, `$1${MASK}@`],
  [
    /("?(?:access_token|id_token|refresh_token|client_secret|secret_access_key|session_token|password)"?\s*[:=]\s*"?)[^\s"',}&]+/gi,
    `$1${MASK}`,
  ],
  [/\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/g, MASK],
  [/\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g, MASK],
  [/\bgh[pousr]_\w{20,}|\bhf_\w{20,}|\bsk-[\w-]{20,}|\bdapi[0-9a-f]{32}/g, MASK],
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(-----END [A-Z ]*PRIVATE KEY-----|$)/g, MASK],
];

/** Replaces what looks like a secret (tokens, signed URLs, keys, passwords) in text by `****`. */
export function redact(text: string): string {
  return RULES.reduce(
    (result, [pattern, replacement]) => result.replace(pattern, replacement),
    text,
  );
}

/** Whether a key, by its name, holds a secret. */
export function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name);
}
