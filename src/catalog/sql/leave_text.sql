UPDATE text_index SET is_built = 0;
