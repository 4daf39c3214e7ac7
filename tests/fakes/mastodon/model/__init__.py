"""What happens on the server: who is there, what they say, who may see it."""
