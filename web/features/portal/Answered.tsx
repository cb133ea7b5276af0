import { For, type JSX } from 'solid-js';

/** What was asked about a report and what was answered, one below the other. */
export function Answered(props: { answers: ReadonlyArray<{ question: string; answer: string }> }): JSX.Element {
  return (
    <ul class="flex flex-col gap-1.5">
      <For each={props.answers}>
        {({ question, answer }) => (
          <li>
            <span class="block text-base text-muted">{question}</span>
            {answer}
          </li>
        )}
      </For>
    </ul>
  );
}
