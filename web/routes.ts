import type { RouteDefinition } from '@solidjs/router';
import { lazy } from 'solid-js';

/** Every page with its address, each loaded when it is gone to. */
export const routes: RouteDefinition[] = [
  { path: '/', component: lazy(() => import('./features/shell/FrontPage.tsx')) },
  {
    path: '/',
    component: lazy(() => import('./features/desk/OfficeArea.tsx')),
    children: [
      { path: '/schreibtisch', component: lazy(() => import('./features/desk/DeskPage.tsx')) },
      { path: '/termine', component: lazy(() => import('./features/calendar/CalendarPage.tsx')) },
      { path: '/schreibtisch/druck', component: lazy(() => import('./features/desk/PrintPage.tsx')) },
      { path: '/schreibtisch/wartet-auf', component: lazy(() => import('./features/desk/HoldersPage.tsx')) },
      { path: '/vorgaenge/neu', component: lazy(() => import('./features/ticket/NewTicketPage.tsx')) },
      { path: '/meldungsarten', component: lazy(() => import('./features/categories/CategoriesPage.tsx')) },
      { path: '/regeln', component: lazy(() => import('./features/policy/PolicyPage.tsx')) },
      { path: ['/posteingang', '/posteingang/:id'], component: lazy(() => import('./features/inbox/InboxPage.tsx')) },
      {
        path: '/briefe/einstellungen',
        component: lazy(() => import('./features/letters/LetterSettingsPage.tsx')),
      },
      { path: '/briefe', component: lazy(() => import('./features/letters/LettersPage.tsx')) },
      { path: '/systemzustand', component: lazy(() => import('./features/operation/OperationPage.tsx')) },
      { path: '/vorgaenge/:id', component: lazy(() => import('./features/ticket/TicketPage.tsx')) },
    ],
  },
  { path: '/anmelden/verwaltung', component: lazy(() => import('./features/signin/ManagementSignIn.tsx')) },
  { path: '/a/:token', component: lazy(() => import('./features/order/OrderLinkPage.tsx')) },
  { path: '/auftraege', component: lazy(() => import('./features/order/OrdersPage.tsx')) },
  { path: '/auftraege/:id', component: lazy(() => import('./features/order/OrderPage.tsx')) },
  { path: '/installation', component: lazy(() => import('./features/installation/InstallationPage.tsx')) },
  { path: '/anmelden', component: lazy(() => import('./features/signin/ResidentSignIn.tsx')) },
  { path: '/anmelden/handwerker', component: lazy(() => import('./features/signin/ContractorSignIn.tsx')) },
  { path: '/anmelden/link', component: lazy(() => import('./features/signin/RedeemLink.tsx')) },
  { path: '/meine', component: lazy(() => import('./features/portal/HomePage.tsx')) },
  { path: '/vorgang/:id', component: lazy(() => import('./features/portal/TicketPage.tsx')) },
  { path: '/m/:token', component: lazy(() => import('./features/portal/TicketLinkPage.tsx')) },
  { path: '/melden', component: lazy(() => import('./features/report/ReportLoad.tsx')) },
  { path: '/melden/:code', component: lazy(() => import('./features/report/ReportLoad.tsx')) },
  { path: '*', component: lazy(() => import('./features/shell/NotFound.tsx')) },
];
