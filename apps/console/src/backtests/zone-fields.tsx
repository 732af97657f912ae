import { useQuery } from '@tanstack/react-query';
import { Checkbox, Input, Select, Skeleton } from 'antd';
import { useId, useState, type ReactElement } from 'react';
import type { Zone } from '#libs/protocol';
import { allPages, answerOf, api } from '../api/client.js';
import { ProblemPanel } from '../app/problem-panel.js';
import { useText } from '../texts/use-text.js';
import { zoneChange, type TypedZone, type WantedChange } from './trial.js';

const NEW = 'new';
const kinds = ['inclusion', 'exclusion'] as const;
const EMPTY: TypedZone = { gone: false, name: '', kind: 'exclusion', extent: '', buffer: '0' };

const readZones = (cursor?: string) =>
  answerOf(
    api.GET('/api/v1/zones', { params: { query: { limit: 500, ...(cursor === undefined ? {} : { cursor }) } } }),
  );

interface Props {
  readonly change: (change: WantedChange | undefined) => void;
}

/** An area that there is, drawn otherwise or as if it were not there; or one that there is not yet. */
export function ZoneFields({ change }: Props): ReactElement {
  const say = useText();
  const zones = useQuery({
    queryKey: ['zones', 'all'],
    gcTime: 0,
    queryFn: async () =>
      (await allPages(readZones, () => undefined)).filter(({ kind }) => kind !== 'interest') as Zone[],
  });
  const [chosen, setChosen] = useState<string | undefined>();
  const [typed, setTyped] = useState(EMPTY);
  const zone = zones.data?.find(({ id }) => id === chosen);
  const tell = (of: Zone | undefined, next: TypedZone): void => {
    setTyped(next);
    change(zoneChange(of, next));
  };
  const choose = (id: string): void => {
    setChosen(id);
    const next = zones.data?.find((one) => one.id === id);
    tell(next, { ...EMPTY, buffer: String(next?.buffer ?? 0) });
  };
  if (zones.isError) return <ProblemPanel problem={zones.error} retry={() => void zones.refetch()} />;
  if (zones.isPending) return <Skeleton active paragraph={{ rows: 2 }} />;
  const options = zones.data.map(({ id, name, kind }) => ({
    value: id,
    label: `${name} · ${say(`zoneKind.${kind}`)}`,
  }));
  return (
    <>
      <Select<string>
        aria-label={say('backtest.zone')}
        placeholder={say('backtest.zone')}
        {...(chosen === undefined ? {} : { value: chosen })}
        onChange={choose}
        showSearch={{ optionFilterProp: 'label' }}
        options={[{ value: NEW, label: say('backtest.newZone') }, ...options]}
      />
      {chosen !== undefined && <Drawing {...{ zone, typed }} tell={(next) => tell(zone, next)} />}
    </>
  );
}

interface DrawingProps {
  readonly zone: Zone | undefined;
  readonly typed: TypedZone;
  readonly tell: (typed: TypedZone) => void;
}

function Drawing({ zone, typed, tell }: DrawingProps): ReactElement {
  const say = useText();
  const id = useId();
  return (
    <div className="trial-fields">
      {zone === undefined && (
        <>
          <label htmlFor={`${id}name`}>
            {say('backtest.zoneName')}
            <Input
              id={`${id}name`}
              value={typed.name}
              maxLength={200}
              onChange={({ target }) => tell({ ...typed, name: target.value })}
            />
          </label>
          <Select<TypedZone['kind']>
            aria-label={say('backtest.zoneKind')}
            value={typed.kind}
            onChange={(kind) => tell({ ...typed, kind })}
            options={kinds.map((value) => ({ value, label: say(`zoneKind.${value}`) }))}
          />
        </>
      )}
      {zone !== undefined && (
        <Checkbox checked={typed.gone} onChange={({ target }) => tell({ ...typed, gone: target.checked })}>
          {say('backtest.gone')}
        </Checkbox>
      )}
      {!typed.gone && (
        <>
          <label htmlFor={`${id}extent`}>
            {say('backtest.extent')}
            <Input
              id={`${id}extent`}
              value={typed.extent}
              placeholder={zone === undefined ? '' : say('backtest.unchanged')}
              onChange={({ target }) => tell({ ...typed, extent: target.value })}
            />
          </label>
          <label htmlFor={`${id}buffer`}>
            {say('backtest.buffer')}
            <Input
              id={`${id}buffer`}
              value={typed.buffer}
              inputMode="decimal"
              onChange={({ target }) => tell({ ...typed, buffer: target.value })}
            />
          </label>
        </>
      )}
    </div>
  );
}
