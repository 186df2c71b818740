import { Component, type ReactNode } from 'react';
import { Button } from './button.tsx';
import { ErrorSentence } from './panel.tsx';

/** Keeps a broken view from taking the window, its tabs and the staged edits with it. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { error: unknown }> {
  override state: { error: unknown } = { error: null };

  static getDerivedStateFromError(error: unknown) {
    return { error };
  }

  override render() {
    if (this.state.error === null) return this.props.children;
    return (
      <ErrorSentence error={this.state.error}>
        <Button onClick={() => this.setState({ error: null })}>Show it again</Button>
      </ErrorSentence>
    );
  }
}
