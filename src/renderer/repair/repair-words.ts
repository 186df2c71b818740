import type { RepairChoice, RepairPlace } from '../../shared/contract/repair.ts';
import { formatCount, plural } from '../ui/format.ts';

export interface OfferedChoice {
  choice: RepairChoice;
  title: string;
  /** What it means, in a sentence. */
  text: string;
}

const proofs: Record<RepairPlace['readings'][number]['proof'], string> = {
  checksum: 'The checksum holds with it.',
  engine: 'The engine reads it so itself: nothing is lost by the damage.',
  grammar: 'No checksum proves it: it is what the grammar of the format allows.',
};

/** What there is to choose about a place, the gentlest first. */
export function offeredChoices(place: RepairPlace): OfferedChoice[] {
  const { file, offset, length, wholeBehind, readings } = place;
  const isPassed = passesOver(place);
  const behind =
    wholeBehind === 0
      ? 'No whole record follows.'
      : `${plural(wholeBehind, 'whole record')} behind it ${wholeBehind === 1 ? 'counts' : 'count'}.`;
  const from = `nothing of ${file} from ${formatCount(offset)} on counts, nor what was written later.`;
  return [
    ...readings.map((reading, at) => ({
      choice: { reading: at },
      title: `Read it with ${reading.words}`,
      text: proofs[reading.proof],
    })),
    isPassed
      ? {
          choice: 'skip',
          title: `Leave ${plural(length, 'byte')} as they are`,
          text: 'What they stand in counts.',
        }
      : {
          choice: 'skip',
          title: `Skip ${plural(length, 'byte')}`,
          text: `What stood there is lost. ${behind}`,
        },
    {
      choice: 'cut',
      title: 'End the log here',
      text: isPassed ? `Its own engine would go on: ${from}` : `As its own engine would: ${from}`,
    },
  ];
}

/** The engine itself passes over the damage: nothing is lost by it. */
function passesOver({ readings }: RepairPlace): boolean {
  return readings.some(({ proof }) => proof === 'engine');
}

export function isSameChoice(one: RepairChoice | undefined, other: RepairChoice): boolean {
  if (typeof one === 'object' && typeof other === 'object') return one.reading === other.reading;
  return one === other;
}

/** The choice in a few words, for the list of places. */
export function choiceWords(place: RepairPlace, choice: RepairChoice | undefined): string {
  if (!place.choosable) return 'nothing to choose';
  if (choice === 'cut') return 'end here';
  if (choice === 'skip' || choice === undefined) return passesOver(place) ? 'leave as it is' : 'skip';
  return place.readings[choice.reading]?.words ?? 'read otherwise';
}
