"""What an administrator needs: set it up, run it as a service, watch it, back it up. No mail is judged here."""
