"""What a start asks of the machine, and what it says where the machine cannot give it. Free of Qt."""
