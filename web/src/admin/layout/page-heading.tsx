import { type ReactNode, useEffect, useRef } from 'react';
import { usePageTitle } from '../../layout/use-page-title';

interface PageHeadingProps {
  readonly title: string;
  /** The way back, for a page below another. */
  readonly above?: ReactNode;
  readonly beside?: ReactNode;
  readonly children?: ReactNode;
}

/** The head of a page. Its title takes the focus when a link led here, so that screen readers begin there. */
export function PageHeading({ title, above, beside, children }: PageHeadingProps) {
  usePageTitle(title);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    // The link that was followed is gone with its page: the focus fell back to the body.
    if (document.activeElement === document.body) heading.current?.focus({ preventScroll: true });
  }, []);
  return (
    <header className="page-heading">
      <div className="page-heading-text">
        {above}
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {children ? <div className="page-heading-note">{children}</div> : null}
      </div>
      {beside ? <div className="page-heading-actions">{beside}</div> : null}
    </header>
  );
}
