// `billref.jsonp.min.js`: the script tag's entry for platforms that answer other sites by JSONP alone.
import './jsonp-preset.ts';
import './script.ts';
