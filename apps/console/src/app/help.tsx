import { Button } from 'antd';
import type { ReactElement } from 'react';
import type { TextKey } from '../texts/catalogue.js';
import { useText } from '../texts/use-text.js';

const rows: readonly (readonly [keys: readonly string[], text: TextKey])[] = [
  [['j', 'k'], 'help.move'],
  [['Enter'], 'help.open'],
  [['c'], 'help.claim'],
  [['a'], 'help.ack'],
  [['r'], 'help.resolve'],
  [['n'], 'help.note'],
  [['u'], 'help.fresh'],
  [['m'], 'help.map'],
  [['/'], 'help.search'],
  [['?'], 'help.help'],
];

export function Help({ close }: { readonly close: () => void }): ReactElement {
  const say = useText();
  return (
    <aside className="help" aria-labelledby="help-title">
      <header>
        <h2 id="help-title">{say('help.title')}</h2>
        <Button type="text" autoFocus onClick={close}>
          {say('help.close')}
        </Button>
      </header>
      <dl>
        {rows.map(([keys, text]) => (
          <div key={text}>
            <dt>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{say(text)}</dd>
          </div>
        ))}
      </dl>
    </aside>
  );
}
