const badgeAddress =
  /shields\.io|badge|badgen\.net|fury\.io|travis-ci|codecov\.io|coveralls\.io|circleci\.com|appveyor\.com|goreportcard|deploy-status|snyk\.io\/test|isitmaintained|api\.star-history|repology\.org|fossa\.(?:io|com)|deepscan\.io|david-dm\.org|gitpod\.io\/button|contrib\.rocks|visitor-badge|deploy-?button|deploy\.(?:svg|png)|(?:^|\/)(?:button|deploy_button)\.(?:svg|png)/i

/** Whether an image is a badge: a sign of a service that says nothing of the subject. */
export const isBadge = (address: string): boolean => badgeAddress.test(address)
