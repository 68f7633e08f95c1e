import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { AdminApp } from './admin-app';
import { applyTheme, readTheme } from './layout/theme';
import '../styles/tokens.css';
import '../styles/base.css';
import '../styles/controls.css';
import './styles/admin.css';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no element with the id "root"');

applyTheme(readTheme());
createRoot(root).render(
  <StrictMode>
    <AdminApp />
  </StrictMode>,
);
