"""What is true in collections: may this contact be made, was a promise kept, which stage is it, who may approve."""
