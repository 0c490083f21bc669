// Imports the main entry beside those for frameworks, as a site may.
import * as sdk from '@billref/sdk';
import * as react from '@billref/sdk/react';
import * as vue from '@billref/sdk/vue';

Object.assign(window, { entries: [sdk, react, vue] });
