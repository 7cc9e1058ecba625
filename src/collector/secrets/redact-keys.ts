/**
 * Keys with a known format, as their makers document them and as scanners for leaked keys (gitleaks, trufflehog) search them.
 * If only a part is secret, a look-behind matches the part before it.
 */
const SHAPES: readonly RegExp[] = [
  // GitHub, GitLab
  /gh[pousr]_[A-Za-z0-9]{20,}|github_pat_\w{20,}/,
  /gl(?:pat|dt|rt|ptt|ft|imt|soat|agent|oas|cbt|ffct)-[\w-]{16,}(?:\.[\w-]+){0,3}|GR1348941[\w-]{20}/,
  // OpenAI, Anthropic, OpenRouter; Stripe; others that compute
  /sk-[\w-]{20,}|(?:sk|rk)_(?:live|test|prod)_[A-Za-z0-9]{10,}|whsec_[\w+/=]{20,}/,
  /hf_[A-Za-z0-9]{30,}|api_org_[A-Za-z0-9]{30,}|pplx-[A-Za-z0-9]{40,}|gsk_[A-Za-z0-9]{40,}|xai-\w{60,}|nvapi-[\w-]{40,}|r8_[A-Za-z0-9]{37}/,
  // Amazon, Google, Microsoft, Alibaba
  /(?:A3T[A-Z0-9]|AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}(?![\w-])|ABSK[\w+/]{80,}={0,2}|bedrock-api-key-\w{20,}/,
  /AIza[\w-]{35}|ya29\.[\w-]{20,}|GOCSPX-[\w-]{20,}|1\/\/0[\w-]{30,}|LTAI[A-Za-z0-9]{16,24}(?![\w-])/,
  /[\w~.]{3}\dQ~[\w~.-]{31,34}/,
  // Slack, Discord, Telegram, Twilio, SendGrid, Mailgun, Mailchimp, Brevo
  /xox[abeposr]-[\w-]{10,}|xoxe\.xox[bp]-[\w-]{20,}|xapp-\d-[\w-]{10,}/,
  /[MNO][\w-]{23,27}\.[\w-]{6}\.[\w-]{27,}|\d{8,10}:AA[\w-]{33}|SK[0-9a-f]{32}(?![\w-])|SG\.[\w-]{16,}\.[\w-]{16,}/,
  /key-[0-9a-f]{32}(?![\w-])|[0-9a-f]{32}-us\d{1,2}(?![\w-])|xkeysib-[\w-]{60,}/,
  // Registries of packages: npm, PyPI, Docker, RubyGems, Clojars, Artifactory, NuGet
  /npm_[A-Za-z0-9]{36}|pypi-[\w-]{50,}|dckr_[po]at_[\w-]{20,}|rubygems_[a-f0-9]{48}|CLOJARS_[a-z0-9]{60}/,
  /AKCp[A-Za-z0-9]{60,}|cmVmd[A-Za-z0-9]{59}|oy2[a-z0-9]{43}(?![\w-])/,
  // Hosts and the services on them
  /do[opr]_v1_[a-f0-9]{40,}|dapi[a-f0-9]{32}(?:-\d)?(?![\w-])|HRKU-[\w-]{30,}|fo1_[\w-]{40,}|fm[12][ar]?_[\w+/=-]{60,}/,
  /nfp_\w{36}|vc[kpair]_[A-Za-z0-9]{24,}|v1\.0-[a-f0-9]{24}-[a-f0-9]{100,}|cf(?:k|ut|at)_[A-Za-z0-9]{40,}|pscale_(?:tkn|pw|oauth)_[\w-]{32,}|sbp_[a-f0-9]{40}/,
  /hv[sbr]\.[\w-]{20,}|s\.(?=[a-z0-9]{0,23}[A-Z])(?=[A-Za-z]{0,23}\d)[A-Za-z0-9]{24}(?![\w-])|[A-Za-z0-9]{14}\.atlasv1\.[\w=-]{60,}|tskey-[a-z]+-[\w-]{10,}/,
  /dp\.[pscs][ta]\.[\w-]{40,}|pul-[a-f0-9]{40}|sha256~[\w-]{43}|ops_eyJ[\w+/=]{40,}|A3-[A-Z0-9]{6}-[A-Z0-9-]{20,}/,
  // Monitoring: New Relic, Sentry, Grafana, Dynatrace, Sonar, Sourcegraph, PostHog
  /NR(?:AK|JS|II|IQ|BR|RA)-[\w-]{19,}|sntry[su]_[\w+/=-]{40,}|gl(?:sa|c)_[\w+/=]{30,}|dt0[a-z]\d\d\.[A-Z0-9]{24}\.[A-Z0-9]{64}/,
  /sq[upa]_[a-f0-9]{40}|sgp_[a-f0-9_]{40,}|ph[xc]_\w{40,}/,
  // Shops and offices
  /shp(?:at|ca|pa|ss)_[a-fA-F0-9]{32}|sq0(?:atp|csp|idp)-[\w-]{22,}|EAAA[\w-]{40,}|EZ[AT]K[A-Za-z0-9]{54}/,
  /lin_(?:api|oauth)_[A-Za-z0-9]{32,}|ntn_[A-Za-z0-9]{40,}|secret_[A-Za-z0-9]{43}(?![\w-])|AT[AC]TT3[\w=-]{20,}|ATBB[A-Za-z0-9]{24,}|figd_[\w-]{40,}/,
  /PMAK-[\w-]{50,}|CFPAT-[\w-]{43}|tfp_[\w-]{40,}|API-[A-Z0-9]{26}(?![\w-])|pat-(?:eu|na)1-[\w-]{36}|pat[A-Za-z0-9]{14}\.[a-f0-9]{64}/,
  // JSON Web Tokens; keys of age
  /SWMTKN-\d-[\w-]{40,}|eyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?|AGE-SECRET-KEY-1[A-Z0-9]{50,}/,
]

/** Addresses whose path is the secret: the webhooks of Slack, Discord and Teams. */
const WEBHOOKS =
  /(?<=hooks\.slack\.com\/(?:services|workflows|triggers)\/)[\w+/-]{20,}|(?<=discord(?:app)?\.com\/api\/webhooks\/)\d+\/[\w-]{40,}|(?<=webhook\.office\.com\/webhookb2\/)[\w@/-]{40,}/g

/** Each begins where no run of its characters is under way, so that no character is looked at more than a few times. */
const KEYS = new RegExp(`(?<![\\w-])(?:${SHAPES.map(({ source }) => source).join('|')})`, 'g')

/** Every shape has a run as long as this. */
const LONG_RUN = /[\w-]{20}/

const PRIVATE_KEY = /-----BEGIN [A-Z ]{0,40}PRIVATE KEY(?: BLOCK)?-----/
const PRIVATE_KEY_END = /-----END [A-Z ]{0,40}PRIVATE KEY(?: BLOCK)?-----/

/** A text with `by` for keys known by their look. Linear in its length. */
export function redactKeys(text: string, by: string): string {
  const keys = LONG_RUN.test(text) ? text.replace(KEYS, by).replace(WEBHOOKS, by) : text
  const begin = keys.includes('-----BEGIN ') ? PRIVATE_KEY.exec(keys) : null
  if (!begin) return keys
  const end = PRIVATE_KEY_END.exec(keys)
  // If a key is cut, or there are several, all the rest is removed.
  const rest = end && end.index > begin.index ? keys.slice(end.index + end[0].length) : ''
  return keys.slice(0, begin.index) + by + (PRIVATE_KEY.test(rest) ? '' : rest)
}
