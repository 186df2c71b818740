import type { RepairPlace } from '../../shared/contract/repair.ts';
import { Glyph } from '../ui/glyph.tsx';
import type { RepairModel } from './repair-model.ts';
import { isSameChoice, offeredChoices } from './repair-words.ts';

/** What to do about one place: native radios, so that arrows choose and one tab stop is enough. */
export function PlaceChoices({ model, place, at }: { model: RepairModel; place: RepairPlace; at: number }) {
  const chosen = model.use((state) => state.choices[at]);
  if (!place.choosable) {
    return (
      <p className="note">
        This stands at no place of the log: nothing of it can be brought back or cut away. It is named in the
        report.
      </p>
    );
  }
  return (
    <fieldset className="choices">
      <legend className="unseen">What to do about it</legend>
      {offeredChoices(place).map(({ choice, title, text }) => (
        <label key={title} className="choice">
          <input
            type="radio"
            name={`choice-${at}`}
            checked={isSameChoice(chosen, choice)}
            onChange={() => model.choose(at, choice)}
          />
          <span>
            <b>{title}</b>
            {isSameChoice(place.usual, choice) && (
              <span className="usual">
                <Glyph name="always" /> suggested
              </span>
            )}
            <span className="dim">{text}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
