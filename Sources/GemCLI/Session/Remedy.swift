import GemCore
import Gemini

extension GemError {
    /// The error as one reads it at the command line: where a setting of the shell is the remedy, it is named.
    var withRemedy: GemError {
        var error = self
        if code == .refused, upstream != nil, !(cause is TokenOwner) { error.message = refusal }
        if code == .upstream, let upstream, upstream.httpStatus == 404 {
            if upstream.status == "NOT_FOUND", upstream.message.contains("models/") {
                error.message += " `gemcache models` lists the names."
            } else if upstream.message.hasPrefix("<") {
                error.message =
                    "Upstream answered HTTP 404 with a web page, so it is no Gemini API. Check --base-url or GOOGLE_GEMINI_BASE_URL: it ends before the version, without /v1beta."
            }
        }
        return error
    }

    private var refusal: String {
        let names = ["GOOGLE_ACCESS_TOKEN", "GOOGLE_API_KEY", "GEMINI_API_KEY"].filter { Environment[$0] != nil }
        guard let name = names.first else {
            return """
                No API key is set, and without one the API refuses to answer. Set GEMINI_API_KEY (or GOOGLE_API_KEY); \
                or try it without a key: run `gemcache mock`, then set GOOGLE_GEMINI_BASE_URL=http://127.0.0.1:8080 and GEMINI_API_KEY=any.
                """
        }
        return names.count == 1 ? "\(message) The key is that of \(name)." : "\(message) \(names.joined(separator: " and ")) are set."
    }
}
