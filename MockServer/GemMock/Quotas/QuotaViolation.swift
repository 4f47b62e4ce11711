internal import GemCore
internal import HTTPTypes

/// A limit that a request went over, as the API names it.
struct QuotaViolation: Sendable {
    var metric: String
    var id: String
    var limit: String
    var model: String

    /// The limit of an operation.
    init(_ kind: QuotaWindow.Kind, _ route: Route, limit: Int) {
        let embeds = [.embedContent, .batchEmbedContents, .predict, .openAIEmbeddings].contains(route.operation)
        let verb = embeds ? "embed_content" : "generate_content"
        metric = "generativelanguage.googleapis.com/\(verb)_free_tier_" + (kind == .tokensPerMinute ? "input_token_count" : "requests")
        id =
            switch (kind, embeds) {
            case (.requestsPerMinute, false): "GenerateRequestsPerMinutePerProjectPerModel-FreeTier"
            case (.requestsPerDay, false): "GenerateRequestsPerDayPerProjectPerModel-FreeTier"
            case (.tokensPerMinute, false): "GenerateContentInputTokensPerModelPerMinute-FreeTier"
            case (.requestsPerMinute, true): "EmbedContentRequestsPerMinutePerUserPerProjectPerModel-FreeTier"
            case (.requestsPerDay, true): "EmbedContentRequestsPerDayPerUserPerProjectPerModel-FreeTier"
            case (.tokensPerMinute, true): "EmbedContentInputTokensPerMinutePerUserPerProjectPerModel-FreeTier"
            }
        self.limit = String(limit)
        model = route.model
    }

    /// The limit a fault speaks of.
    static func standard(model: String, perDay: Bool) -> QuotaViolation {
        let name = model.isEmpty ? "gemini-2.5-flash" : model
        var violation = QuotaViolation(
            .requestsPerDay, Route(method: .post, path: "/v1beta/models/\(name):generateContent"), limit: 250)
        violation.model = name
        guard !perDay else { return violation }
        violation.metric = "generativelanguage.googleapis.com/generate_content_paid_tier_input_token_count"
        violation.id = "GenerateContentPaidTierInputTokensPerModelPerMinute"
        violation.limit = "1000000"
        return violation
    }
}

extension APIFailure {
    /// 429 of the Developer API: which limit, and when to come back; `roundsUp` gives RetryInfo in whole seconds, as the API does.
    static func quota(_ violation: QuotaViolation, retryMilliseconds: Int64, roundsUp: Bool = false) -> APIFailure {
        let delay = ProtoDuration.text(milliseconds: retryMilliseconds)
        return APIFailure(
            code: 429, status: "RESOURCE_EXHAUSTED",
            message:
                "You exceeded your current quota, please check your plan and billing details. For more information on this error, head to: https://ai.google.dev/gemini-api/docs/rate-limits. To monitor your current usage, head to: https://ai.dev/rate-limit. \n* Quota exceeded for metric: \(violation.metric), limit: \(violation.limit), model: \(violation.model)\nPlease retry in \(delay).",
            details: [
                .members([
                    "@type": "type.googleapis.com/google.rpc.Help",
                    "links": [
                        .members([
                            "description": "Learn more about Gemini API quotas",
                            "url": "https://ai.google.dev/gemini-api/docs/rate-limits",
                        ])
                    ],
                ]),
                .members([
                    "@type": "type.googleapis.com/google.rpc.QuotaFailure",
                    "violations": [
                        .members([
                            "quotaMetric": .string(violation.metric), "quotaId": .string(violation.id),
                            "quotaDimensions": .members(["model": .string(violation.model), "location": "global"]),
                            "quotaValue": .string(violation.limit),
                        ])
                    ],
                ]),
                retryInfo(roundsUp ? (retryMilliseconds + 999) / 1000 * 1000 : retryMilliseconds),
            ])
    }

    /// 429 of Vertex AI, which says no more than that.
    static func vertexQuota(_ violation: QuotaViolation) -> APIFailure {
        let metric = violation.id.hasPrefix("Embed") ? "online_prediction_requests" : "generate_content_requests_per_minute_per_project"
        return APIFailure(
            code: 429, status: "RESOURCE_EXHAUSTED",
            message:
                "Quota exceeded for aiplatform.googleapis.com/\(metric)_per_base_model with base model: \(violation.model). Please submit a quota increase request. https://cloud.google.com/vertex-ai/docs/generative-ai/quotas-genai."
        )
    }

    /// When to try again.
    static func retryInfo(_ milliseconds: Int64) -> JSON {
        .members([
            "@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": .string(ProtoDuration.text(milliseconds: milliseconds)),
        ])
    }
}
