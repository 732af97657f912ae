import { HomeOutlined, MinusOutlined, PlusOutlined, ShopOutlined, TeamOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import type { ReactElement } from 'react';
import { useNavigate } from 'react-router';
import { useStore } from '../app/store.js';
import { useText } from '../texts/use-text.js';
import type { Stage } from './stage.js';
import { followed } from './subject.js';

export function MapButtons({ stage, goHome }: { readonly stage: Stage; readonly goHome: () => void }): ReactElement {
  const say = useText();
  const go = useNavigate();
  const following = useStore(followed) !== undefined;
  const buttons = [
    [<PlusOutlined />, 'map.zoomIn', () => stage.zoomBy(1)],
    [<MinusOutlined />, 'map.zoomOut', () => stage.zoomBy(-1)],
    [<HomeOutlined />, 'map.home', goHome],
    [<TeamOutlined />, 'nearby.title', () => void go('/nearby')],
    [<ShopOutlined />, 'listed.title', () => void go('/listed-places')],
  ] as const;
  return (
    <div className="map-buttons">
      {buttons.map(([icon, name, press]) => (
        <Button key={name} size="small" icon={icon} aria-label={say(name)} title={say(name)} onClick={press} />
      ))}
      {following && (
        <Button size="small" onClick={() => followed.set(undefined)}>
          {say('map.followStop')}
        </Button>
      )}
    </div>
  );
}
