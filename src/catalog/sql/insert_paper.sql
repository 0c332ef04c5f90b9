INSERT INTO paper (id, title, title_key, abstract, published_on, year, venue_id, authors_complete, code_stated,
                   first_author_key, title_sketch)
VALUES (:id, :title, :title_key, :abstract, :published_on, :year, :venue_id, :authors_complete, :code_stated,
        :first_author_key, :title_sketch)
