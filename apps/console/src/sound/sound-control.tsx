import { MutedOutlined, SoundOutlined } from '@ant-design/icons';
import { Button, Dropdown } from 'antd';
import type { ReactElement } from 'react';
import { serverNow } from '../app/clock.js';
import { prefer } from '../app/preferences.js';
import { stopwatch } from '../app/time.js';
import { mayAct, useWatch } from '../app/watch.js';
import { useText } from '../texts/use-text.js';
import { useSpeaker } from './use-speaker.js';

/** The longest one may close one's ears. */
const MINUTES = [5, 15, 30] as const;

/** For whoever has to act: a prosecutor reads in silence. */
export function SoundControl(): ReactElement | null {
  const { account } = useWatch();
  return mayAct(account) ? <Sound /> : null;
}

function Sound(): ReactElement {
  const say = useText();
  const { speaker, state, calling, mutedFor } = useSpeaker();
  if (state === 'blocked')
    return (
      <Button
        size="small"
        icon={<MutedOutlined />}
        danger={calling !== undefined}
        onClick={() => void speaker?.unlock()}
        data-testid="sound-blocked"
      >
        {say('sound.blocked')}
      </Button>
    );
  const muted = mutedFor > 0;
  const choices = MINUTES.map((minutes) => ({ key: String(minutes), label: say('sound.for', { minutes }) }));
  const items = [
    ...(muted ? [{ key: 'on', label: say('sound.unmute') }] : choices),
    { type: 'divider' as const },
    { key: 'test', label: say('sound.test') },
  ];
  const choose = (key: string): void => {
    if (key === 'test') return void speaker?.test();
    prefer({ mutedUntil: key === 'on' ? 0 : serverNow() + Number(key) * 60_000 });
  };
  return (
    <Dropdown menu={{ items, onClick: ({ key }) => choose(key) }} trigger={['click']}>
      <Button
        type="text"
        icon={muted ? <MutedOutlined /> : <SoundOutlined />}
        data-testid="sound"
        data-calling={calling ?? ''}
        data-muted={muted}
        aria-label={muted || calling ? undefined : say('sound.title')}
        title={state === 'elsewhere' ? say('sound.other') : say('sound.volume')}
      >
        {muted && <span className="over">{say('sound.muted', { left: stopwatch(mutedFor) ?? '' })}</span>}
        {!muted && calling && <span className={`calling calling-${calling}`}>{say('sound.playing')}</span>}
      </Button>
    </Dropdown>
  );
}
