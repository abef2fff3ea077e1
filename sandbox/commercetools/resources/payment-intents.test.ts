import { testProject, text, type TestOptions, type TestProject } from '../testing';

function withPayment(options: TestOptions = {}): {
  readonly project: TestProject;
  readonly id: string;
  capture(centAmount: number): ReturnType<TestProject['ask']>;
} {
  const project = testProject(options);
  const amount = { centAmount: 5000, currencyCode: 'GBP' };
  const payment = project.create('/payments', {
    amountPlanned: amount,
    paymentMethodInfo: { paymentInterface: 'psp' },
    transactions: [{ type: 'Authorization', amount, state: 'Success' }],
  });
  const id = text(payment, 'id');
  const action = (centAmount: number) => ({
    action: 'capturePayment',
    amount: { centAmount, currencyCode: 'GBP' },
    merchantReference: 'DSP-1',
  });
  return {
    project,
    id,
    capture: (centAmount) => project.ask('POST', `/payment-intents/${id}`, { actions: [action(centAmount)] }),
  };
}

describe('payment intents', () => {
  it.each([
    ['approved', 'Success'],
    ['received', 'Pending'],
    ['rejected', 'Failure'],
  ] as const)('a capture that is %s leaves a Charge in state %s', (outcome, state) => {
    const { project, id, capture } = withPayment({ ports: { capture: () => outcome } });
    expect(capture(2000)).toMatchObject({ status: 200, body: { outcome } });
    expect(project.ask('GET', `/payments/${id}`).body['transactions']).toMatchObject([
      { type: 'Authorization' },
      { type: 'Charge', state, amount: { centAmount: 2000 } },
    ]);
  });

  it('never exceed what is authorised', () => {
    const { capture } = withPayment();
    expect(capture(5000).status).toBe(200);
    expect(capture(1)).toMatchObject({ status: 400, code: 'InvalidOperation' });
  });

  it('are refused without an amount, with two actions, and for payments that are not there', () => {
    const { project, id } = withPayment();
    const amount = { centAmount: 1, currencyCode: 'GBP' };
    const one = { action: 'capturePayment', amount };
    const ask = (payment: string, ...actions: readonly unknown[]) =>
      project.ask('POST', `/payment-intents/${payment}`, { actions });
    expect(ask(id, { action: 'capturePayment' }).status).toBe(400);
    expect(ask(id).code).toBe('RequiredField');
    expect(ask(id, one, one).code).toBe('MultipleActionsNotAllowed');
    expect(ask('nowhere', one)).toMatchObject({ status: 404, code: 'ResourceNotFound' });
  });

  it('are read as the description of Checkout says', () => {
    const { project, id } = withPayment();
    const odd = { action: 'capturePayment', amount: { centAmount: 1.5, currencyCode: 'GBP' } };
    expect(project.ask('POST', `/payment-intents/${id}`, { actions: [odd] })).toMatchObject({ status: 400 });
    const unknown = { actions: [], key: 'x' };
    expect(project.ask('POST', `/payment-intents/${id}`, unknown)).toMatchObject({ status: 400 });
  });

  it('need a scope of their own', () => {
    const { project, id } = withPayment();
    project.emulator.project.tokens.set('token', {
      clientId: 'client',
      scopes: ['manage_payments:test'],
      expiresAt: Infinity,
    });
    expect(project.ask('POST', `/payment-intents/${id}`, { actions: [] })).toMatchObject({
      status: 403,
      code: 'insufficient_scope',
    });
  });
});
