import type { Notice, Remedy } from './notice';
import './notice-box.css';

const LABELS: Record<Exclude<Remedy, 'none'>, string> = {
  retry: 'Try again',
  reload: 'Reload',
  identify: 'Choose who is buying',
};

interface NoticeBoxProps {
  readonly notice: Notice;
  readonly onRemedy: (remedy: Remedy) => void;
}

/** A fault with the way on; read out at once by screen readers. */
export function NoticeBox({ notice, onRemedy }: NoticeBoxProps) {
  const { title, advice, remedy, reference } = notice;
  return (
    <div className="notice-box" role="alert">
      <p className="notice-box-title">{title}</p>
      <p>{advice}</p>
      {reference ? (
        <p className="notice-box-reference">
          For support: <code>{reference}</code>
        </p>
      ) : null}
      {remedy === 'none' ? null : (
        <button type="button" className="button button-small" onClick={() => onRemedy(remedy)}>
          {LABELS[remedy]}
        </button>
      )}
    </div>
  );
}
