import type { Plugin } from 'rolldown'

/**
 * Tells the bundler that what js-yaml makes as it loads changes nothing else: of five schemas of YAML,
 * each with tags of its own, a Worker then has the one that it reads with.
 */
export const pureMakers: Plugin = {
  name: 'pure-makers',
  transform: {
    filter: { id: /\/node_modules\/js-yaml\// },
    handler: (code) => ({
      code: code.replaceAll(
        /^((?:var|const) \w+ = )(?=new \w+\(|define\w+Tag\(|\w+_SCHEMA\.)/gm,
        '$1/* @__PURE__ */ ',
      ),
      map: null,
    }),
  },
}
