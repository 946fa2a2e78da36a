"""Other people's judges of our files, one module a tool; a tool that is missing fails the test that asks for it."""
