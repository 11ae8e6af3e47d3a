"""How people are told what others or the clock did: from services' values to drafts, for handlers and jobs alike."""
