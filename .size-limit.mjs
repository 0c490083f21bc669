// The budgets, a line for each way a site can have the SDK. In bytes, brotli 11.

/** A file that is served as it is. */
const script = (name, limit) => ({
  name,
  path: `packages/sdk/dist/${name}`,
  limit: `${limit} B`,
  disablePlugins: ['@size-limit/esbuild'],
});

/** What an import adds to a site's own bundle. Its names are short already: a bundler only joins and strips. */
const module = (name, imported, limit) => ({
  name: `@billref/sdk${name && `/${name}`}`,
  path: `packages/sdk/dist/${name || 'index'}.js`,
  import: `{ ${imported} }`,
  limit: `${limit} B`,
  // What a site has anyway.
  ignore: ['react', 'vue'],
  modifyEsbuildConfig: (config) => ({ ...config, minify: false, minifyWhitespace: true }),
});

export default [
  script('billref.min.js', 2750),
  script('billref.jsonp.min.js', 3000),
  script('billref.clean-address.min.js', 150),
  script('billref.stub.js', 120),
  module('', 'createBillref', 2750),
  module('core', 'createBillref', 2100),
  module('hold', 'hold', 600),
  module('registration', 'registrationParameters, fillRegistrationForms', 400),
  module('jsonp', 'jsonp', 350),
  module('clean-address', 'cleanAddress', 200),
  module('order-links', 'orderLink, orderParamLink, quickOrderLink, registrationLink, domainOrderLink', 750),
  module('react', 'BillrefProvider, useReferral', 3400),
  module('vue', 'BillrefPlugin, useReferral', 3500),
];
