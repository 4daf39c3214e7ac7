"""An adversary against the one promise: nobody is written to by mistake.

`oracle` knows whom the owner approved, and looks at what really left. `stage` is a household that
everything can happen to; `acts` are the things that happen; `test_histories` plays random ones.
"""
