import { Component, type ReactElement, type ReactNode } from 'react';
import { ProblemPanel } from './problem-panel.js';

interface State {
  readonly fault: Error | undefined;
}

/** A part of the page that broke says so in its place; the rest of the watch goes on. */
export class FaultBoundary extends Component<{ readonly children: ReactNode }, State> {
  override state: State = { fault: undefined };

  static getDerivedStateFromError(fault: unknown): State {
    return { fault: fault instanceof Error ? fault : new Error(String(fault)) };
  }

  override render(): ReactNode {
    return this.state.fault ? <Broken fault={this.state.fault} /> : this.props.children;
  }
}

// After an update of the platform the parts that this page would still fetch are gone: only a reload brings the new ones.
const Broken = ({ fault }: { readonly fault: Error }): ReactElement => (
  <ProblemPanel problem={fault} retry={() => window.location.reload()} />
);
