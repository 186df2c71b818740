import { describe, expect, it } from 'vitest';
import { dueSteps, player, playerStart } from './player.ts';

const play = { do: 'play', reducedMotion: false } as const;

describe('the player of a replay', () => {
  it('plays to the last step and stops there', () => {
    let state = player(playerStart(5), play);
    expect(state.playing).toBe(true);
    state = player(state, { do: 'advance', by: 3 });
    expect(state).toMatchObject({ step: 3, playing: true });
    state = player(state, { do: 'advance', by: 3 });
    expect(state).toMatchObject({ step: 4, playing: false });
  });

  it('begins anew when it is played at the end', () => {
    expect(player(playerStart(5, 4), play)).toMatchObject({ step: 0, playing: true });
  });

  it('steps once where motion is not wanted, and at the speed of steps', () => {
    expect(player(playerStart(5), { do: 'play', reducedMotion: true })).toMatchObject({
      step: 1,
      playing: false,
    });
    const bySteps = player(playerStart(5), { do: 'speed', speed: 'step' });
    expect(player(bySteps, play)).toMatchObject({ step: 1, playing: false });
  });

  it('stops when a person takes over, and never leaves the steps', () => {
    const playing = player(playerStart(5), play);
    expect(player(playing, { do: 'step', by: -1 })).toMatchObject({ step: 0, playing: false });
    expect(player(playing, { do: 'go', step: 99 })).toMatchObject({ step: 4, playing: false });
    expect(player(playing, { do: 'speed', speed: 'step' }).playing).toBe(false);
    expect(player(playing, { do: 'speed', speed: '100×' }).playing).toBe(true);
  });

  it('has nothing to play where there are no steps', () => {
    expect(player(playerStart(0), play)).toMatchObject({ step: 0, playing: false });
  });

  it('owes whole steps for the time that passed', () => {
    expect(dueSteps('1×', 1_000)).toEqual({ steps: 4, restMs: 0 });
    expect(dueSteps('1×', 300)).toEqual({ steps: 1, restMs: 50 });
    expect(dueSteps('step', 10_000)).toEqual({ steps: 0, restMs: 0 });
  });
});
