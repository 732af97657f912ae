import { CloseOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useEffect, useRef, useState, type ReactElement } from 'react';
import { Link } from 'react-router';
import type { LivePosition } from '#libs/protocol';
import { usePositions } from '../api/use-line.js';
import { useNow } from '../app/clock.js';
import { useWatch } from '../app/watch.js';
import { duration, useText, wordFor } from '../texts/use-text.js';
import type { Edge } from './edge.js';
import type { Stage } from './stage.js';
import { followed } from './subject.js';

interface Props {
  readonly stage: Stage;
  readonly edge: Edge;
}

/** The wristband that was clicked: who, how old, how it was got, and the way on. */
export function Picked({ stage, edge }: Props): ReactElement | null {
  const { line } = useWatch();
  const positions = usePositions(line);
  const [id, setId] = useState<string>();
  useEffect(() => stage.onPick(setId), [stage]);
  const position = id === undefined ? undefined : positions.get(id);
  return position ? <Card {...{ stage, edge, position }} close={() => setId(undefined)} /> : null;
}

interface CardProps extends Props {
  readonly position: LivePosition;
  readonly close: () => void;
}

function Card({ stage, edge, position, close }: CardProps): ReactElement {
  const say = useText();
  const now = useNow();
  const card = useRef<HTMLDivElement>(null);
  const [lon, lat] = edge.in([position.lon, position.lat]);
  useEffect(() => {
    const place = (): void => {
      const { x, y } = stage.project([lon, lat]);
      if (card.current) card.current.style.transform = `translate(${Math.round(x)}px, ${Math.round(y)}px)`;
    };
    place();
    return stage.onMove(place);
  }, [stage, lon, lat]);
  const source = position.source === null ? say('alert.unknown') : wordFor(say, 'source', position.source);
  return (
    <div ref={card} className="picked">
      <div className="picked-card" role="dialog" aria-label={position.name} data-testid="picked">
        <header>
          <Link to={`/supervisees/${position.superviseeId}`}>{position.name}</Link>
          <Button type="text" size="small" icon={<CloseOutlined />} aria-label={say('alert.close')} onClick={close} />
        </header>
        <p>{say('map.age', { age: duration(say, now - Date.parse(position.at)) })}</p>
        <p className="faded">
          {position.accuracy === null
            ? say('map.sourceUnknown', { source })
            : say('map.source', { source, accuracy: Math.round(position.accuracy) })}
        </p>
        <p className="faded">{position.deviceId}</p>
        <Button size="small" onClick={() => followed.set(position.superviseeId)}>
          {say('alert.follow')}
        </Button>
      </div>
    </div>
  );
}
