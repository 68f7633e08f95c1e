import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [react()],
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    // Every asset is a file: a data: address is refused under Content-Security-Policy default-src 'self'.
    assetsInlineLimit: 0,
    rolldownOptions: { input: { storefront: 'index.html', admin: 'admin/index.html' } },
  },
  server: { proxy: { '/graphql': 'http://localhost:3000' } },
});
