"""What can go wrong and has a sentence for the person in front of it."""


class Failure(Exception):
    """Carries that sentence. `port_taken` tells the one failure that another port may cure."""

    def __init__(self, sentence, port_taken=False):
        super().__init__(sentence)
        self.port_taken = port_taken
