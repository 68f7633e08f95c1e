import { useIdentity } from '../identity/identity-context';
import mark from './mark.svg';
import './page-header.css';

/** The bar above each page: the way home, and who the server takes you for. */
export function PageHeader() {
  const { viewer, reading, identify } = useIdentity();
  const known = viewer !== null && viewer.role !== 'ANONYMOUS';
  return (
    <header className="page-header">
      <a className="page-header-home" href="/">
        <img src={mark} alt="" width="28" height="28" />
        <span>Revenue Engine</span>
      </a>
      <div className="page-header-viewer">
        {known ? (
          <p>
            <span className="page-header-organization">{viewer.organizationId ?? 'Administrator'}</span>
            {viewer.email ? <span className="page-header-email">{viewer.email}</span> : null}
          </p>
        ) : null}
        {viewer || !reading ? (
          <button type="button" className="button button-small" onClick={() => void identify()}>
            {known ? 'Change' : 'Who is buying?'}
          </button>
        ) : null}
      </div>
    </header>
  );
}
