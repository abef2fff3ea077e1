// A test that asserts nothing cannot fail; what it really calls counts, however deep in its own functions.
beforeEach(() => {
  expect.hasAssertions();
});
