internal import GemCore

/// What answers that searched or read pages come with.
extension InteractionBuilder {
    /// The search an answer rests on, as a call and its result.
    mutating func search(_ grounding: JSON) {
        let id = JSON.string(dice.name(8))
        let signature = JSON.string(Base64Coding.encode(dice.bytes(48)))
        tool(
            [
                "id": id, "signature": signature, "type": "google_search_call",
                "arguments": ["queries": .array(grounding.list("webSearchQueries"))],
            ], drop: "arguments")
        let suggestions = grounding.field("searchEntryPoint")?.field("renderedContent") ?? ""
        tool(
            [
                "call_id": id, "signature": signature, "type": "google_search_result",
                "result": [["search_suggestions": suggestions]],
            ], drop: "result")
    }

    /// The pages an answer rests on, as a call and its result.
    mutating func browse(_ metadata: JSON) {
        let pages = metadata.list("urlMetadata")
        guard !pages.isEmpty else { return }
        let id = JSON.string(dice.name(8))
        let urls = pages.map { $0.field("retrievedUrl") ?? "" }
        tool(["id": id, "type": "url_context_call", "arguments": ["urls": .array(urls)]], drop: "arguments")
        let results = pages.map { page -> JSON in
            let isFine = page.text(of: "urlRetrievalStatus") == "URL_RETRIEVAL_STATUS_SUCCESS"
            return ["url": page.field("retrievedUrl") ?? "", "status": isFine ? "success" : "error"]
        }
        tool(["call_id": id, "type": "url_context_result", "result": .array(results)], drop: "result")
    }

    /// Puts the sources on the text they support.
    mutating func annotate(_ grounding: JSON) {
        guard open?.isThought == false else { return }
        let chunks = grounding.list("groundingChunks")
        let annotations = grounding.list("groundingSupports").flatMap { support -> [JSON] in
            let segment = support.field("segment") ?? .null
            return support.list("groundingChunkIndices").compactMap { index -> JSON? in
                guard let place = index.int, chunks.indices.contains(place), let web = chunks[place].field("web") else { return nil }
                return .members([
                    "start_index": segment.field("startIndex") ?? 0, "end_index": segment.field("endIndex"), "title": web.field("title"),
                    "url": web.field("uri"), "type": "url_citation",
                ])
            }
        }
        guard !annotations.isEmpty else { return }
        open?.annotations = .array(annotations)
        delta(["annotations": .array(annotations), "type": "text_annotation_delta"])
    }
}
