// A plugin of TypeDoc's: warns of an option that may be left out and does not say what holds then.
import { Converter, ReflectionKind } from 'typedoc';

export const load = ({ converter, logger }) => {
  converter.on(Converter.EVENT_RESOLVE_END, ({ project }) => {
    for (const option of project.getReflectionsByKind(ReflectionKind.Property))
      if (option.flags.isOptional && /Options$/.test(option.parent?.name) && !option.comment?.getTag('@defaultValue'))
        logger.warn(`${option.getFullName()} has no @defaultValue`);
  });
};
