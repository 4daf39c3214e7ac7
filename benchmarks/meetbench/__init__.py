"""Does the ranking find the right people? Scores of past talk, judged by what came of it.

No public data set joins likes, or talk on Mastodon and Bluesky, with meetings. The tasks stand
in for it: messages, calls, mails and tweets up to a cutoff, and whether two were in touch on
both sides after it. See `docs/scoring.md` for what that shows, and what it does not.
"""
