import { serverModule } from './bundle.ts';
import { expect } from './fixtures.ts';
import { behavesInApplications, behavesWhereServerRendered, test } from './frameworks.ts';

interface Server {
  readonly render: (visit: { billingUrl: string }) => Promise<string>;
}

test.use({ framework: 'vue' });
behavesInApplications();
behavesWhereServerRendered();

test('on a server it renders addresses as they are', async () => {
  const server = (await serverModule('vue-server')) as Server;
  const html = await server.render({ billingUrl: 'https://bill.example.com/billmgr' });
  expect(html).toContain('<output>{}</output>');
  expect(html).toContain('<a href="https://bill.example.com/billmgr">Decorated</a>');
});
