import { useEffect, useState, type RefObject } from 'react';
import { usePlaceSettings } from '../api/place-settings.js';
import { palettes } from '../app/palette.js';
import { usePreferences } from '../app/preferences.js';
import { useText } from '../texts/use-text.js';
import { Stage } from './stage.js';

/** `undefined` while it is being drawn, `null` where the browser cannot. */
export function useStage(container: RefObject<HTMLElement | null>): Stage | null | undefined {
  const say = useText();
  const { appearance } = usePreferences();
  const place = usePlaceSettings();
  const [stage, setStage] = useState<Stage | null>();
  useEffect(() => {
    if (!container.current || !place) return;
    const wanted = { current: true };
    const drawn = draw(() => {
      const words = { 'Map.Title': say('map.label'), 'ScaleControl.Meters': 'm', 'ScaleControl.Kilometers': 'km' };
      return new Stage(container.current as HTMLElement, palettes[appearance], place, words);
    });
    if (!drawn) return setStage(null);
    void drawn.ready.then(() => wanted.current && setStage(drawn));
    return () => {
      wanted.current = false;
      setStage(undefined);
      drawn.close();
    };
  }, [container, appearance, place, say]);
  return stage;
}

/** A browser without WebGL must still show the alerts. */
function draw(make: () => Stage): Stage | undefined {
  try {
    return make();
  } catch (fault) {
    if (fault instanceof Error && /webgl/i.test(fault.message)) return undefined;
    throw fault;
  }
}
