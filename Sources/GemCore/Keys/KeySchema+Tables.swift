// Made by scripts/make-key-tables from the API's description; change that script, not this file.
// A changed table changes keys: raise `Question.keyVersion` with it.

extension KeySchema {
    /// Indices of the messages a body starts with.
    enum Root {
        static let generate = 26
        static let count = 7
        static let embed = 11
        static let instance = 12
    }

    /// Every message's fields, sorted by name.
    static let messageTable: [[Field]] = [
        audioTranscriptionConfigFields,
        autoRoutingModeFields,
        blobFields,
        codeExecutionFields,
        codeExecutionResultFields,
        computerUseFields,
        contentFields,
        countTokensRequestFields,
        dataStoreSpecFields,
        dynamicRetrievalConfigFields,
        elasticSearchParamsFields,
        embedContentRequestFields,
        embedInstanceFields,
        enterpriseWebSearchFields,
        exaAiSearchFields,
        executableCodeFields,
        externalApiFields,
        fileDataFields,
        fileSearchFields,
        functionCallFields,
        functionCallingConfigFields,
        functionDeclarationFields,
        functionResponseFields,
        functionResponseBlobFields,
        functionResponseFileDataFields,
        functionResponsePartFields,
        generateContentRequestFields,
        generationConfigFields,
        googleMapsFields,
        googleSearchFields,
        googleSearchRetrievalFields,
        hybridSearchFields,
        imageConfigFields,
        imageOutputOptionsFields,
        imageSearchFields,
        intervalFields,
        latLngFields,
        manualRoutingModeFields,
        mcpServerFields,
        modelArmorConfigFields,
        modelConfigFields,
        multiSpeakerVoiceConfigFields,
        parallelAiSearchFields,
        partFields,
        partMediaResolutionFields,
        partialArgFields,
        prebuiltVoiceConfigFields,
        ragFilterFields,
        ragRankingFields,
        ragResourceFields,
        ragRetrievalConfigFields,
        replicatedVoiceConfigFields,
        responseFormatFields,
        retrievalFields,
        retrievalConfigFields,
        routingConfigFields,
        safetySettingFields,
        schemaFields,
        searchTypesFields,
        speakerVoiceConfigFields,
        speechConfigFields,
        streamableHttpTransportFields,
        systemContentFields,
        thinkingConfigFields,
        toolFields,
        toolCallFields,
        toolConfigFields,
        toolResponseFields,
        translationConfigFields,
        urlContextFields,
        vertexAISearchFields,
        vertexRagStoreFields,
        videoMetadataFields,
        voiceConfigFields,
        voiceConsentSignatureFields,
        webSearchFields,
    ]

    private static let audioTranscriptionConfigFields: [Field] = [
        Field("adaptationPhrases", "adaptation_phrases", .text, flags: [.repeated]),
        Field("customVocabulary", "custom_vocabulary", .text, flags: [.repeated]),
        Field("diarization", "diarization", .flag),
        Field("languageAuto", "language_auto", .data),
        Field("languageCodes", "language_codes", .text, flags: [.repeated]),
        Field("languageHints", "language_hints", .data),
        Field("mode", "mode", .text),
        Field("sourceText", "source_text", .text),
        Field("wordTimestamp", "word_timestamp", .flag),
    ]

    private static let autoRoutingModeFields: [Field] = [
        Field("modelRoutingPreference", "model_routing_preference", .enumeration, 14)
    ]

    private static let blobFields: [Field] = [
        Field("data", "data", .bytes),
        Field("displayName", "display_name", .text),
        Field("mimeType", "mime_type", .text),
    ]

    private static let codeExecutionFields: [Field] = []

    private static let codeExecutionResultFields: [Field] = [
        Field("id", "id", .text),
        Field("outcome", "outcome", .enumeration, 0),
        Field("output", "output", .text),
    ]

    private static let computerUseFields: [Field] = [
        Field("disabledSafetyPolicies", "disabled_safety_policies", .text, flags: [.repeated]),
        Field("enablePromptInjectionDetection", "enable_prompt_injection_detection", .flag),
        Field("environment", "environment", .enumeration, 1),
        Field("excludedPredefinedFunctions", "excluded_predefined_functions", .text, flags: [.repeated]),
    ]

    private static let contentFields: [Field] = [
        Field("parts", "parts", .message, 43, flags: [.repeated]),
        Field("role", "role", .role),
    ]

    private static let countTokensRequestFields: [Field] = [
        Field("cachedContent", "cached_content", .cachedContent),
        Field("contents", "contents", .message, 6, flags: [.repeated]),
        Field("generateContentRequest", "generate_content_request", .replace),
        Field("generationConfig", "generation_config", .message, 27, flags: [.emptyIsAbsent]),
        Field("instances", "instances", .data, flags: [.repeated]),
        Field("labels", "labels", .ignored),
        Field("model", "model", .model),
        Field("modelArmorConfig", "model_armor_config", .message, 39, flags: [.emptyIsAbsent]),
        Field("safetySettings", "safety_settings", .message, 56, flags: [.repeated]),
        Field("serviceTier", "service_tier", .enumeration, 16),
        Field("store", "store", .flag),
        Field("systemInstruction", "system_instruction", .message, 62, flags: [.emptyIsAbsent]),
        Field("toolConfig", "tool_config", .message, 66, flags: [.emptyIsAbsent]),
        Field("tools", "tools", .message, 64, flags: [.repeated]),
    ]

    private static let dataStoreSpecFields: [Field] = [
        Field("dataStore", "data_store", .text),
        Field("filter", "filter", .text),
    ]

    private static let dynamicRetrievalConfigFields: [Field] = [
        Field("dynamicThreshold", "dynamic_threshold", .float),
        Field("mode", "mode", .enumeration, 2),
    ]

    private static let elasticSearchParamsFields: [Field] = [
        Field("index", "index", .text),
        Field("numHits", "num_hits", .number),
        Field("searchTemplate", "search_template", .text),
    ]

    private static let embedContentRequestFields: [Field] = [
        Field("audioTrackExtraction", "audio_track_extraction", .flag),
        Field("autoTruncate", "auto_truncate", .trueIsAbsent),
        Field("content", "content", .message, 6, flags: [.notInOverride]),
        Field("documentOcr", "document_ocr", .flag),
        Field("embedContentConfig", "embed_content_config", .override, flags: [.notInOverride]),
        Field("labels", "labels", .ignored, flags: [.notInOverride]),
        Field("mimeType", "mime_type", .text, flags: [.notInOverride]),
        Field("model", "model", .model, flags: [.notInOverride]),
        Field("outputDimensionality", "output_dimensionality", .dimension),
        Field("taskType", "task_type", .enumeration, 17),
        Field("title", "title", .text),
    ]

    private static let embedInstanceFields: [Field] = [
        Field("audioTrackExtraction", "audio_track_extraction", .flag, flags: [.notInOverride]),
        Field("autoTruncate", "auto_truncate", .trueIsAbsent),
        Field("content", "content", .textContent, 6, flags: [.notInOverride]),
        Field("documentOcr", "document_ocr", .flag, flags: [.notInOverride]),
        Field("labels", "labels", .ignored, flags: [.notInOverride]),
        Field("mimeType", "mime_type", .text, flags: [.notInOverride]),
        Field("model", "model", .model, flags: [.notInOverride]),
        Field("outputDimensionality", "output_dimensionality", .dimension),
        Field("parameters", "parameters", .override, flags: [.notInOverride]),
        Field("taskType", "task_type", .enumeration, 17, flags: [.notInOverride]),
        Field("title", "title", .text, flags: [.notInOverride]),
    ]

    private static let enterpriseWebSearchFields: [Field] = [
        Field("blockingConfidence", "blocking_confidence", .enumeration, 13),
        Field("excludeDomains", "exclude_domains", .text, flags: [.repeated]),
    ]

    private static let exaAiSearchFields: [Field] = [
        Field("apiKey", "api_key", .secret),
        Field("customConfigs", "custom_configs", .data),
    ]

    private static let executableCodeFields: [Field] = [
        Field("code", "code", .text),
        Field("id", "id", .text),
        Field("language", "language", .enumeration, 3),
    ]

    private static let externalApiFields: [Field] = [
        Field("apiAuth", "api_auth", .secret),
        Field("apiSpec", "api_spec", .text),
        Field("authConfig", "auth_config", .secret),
        Field("elasticSearchParams", "elastic_search_params", .message, 10),
        Field("endpoint", "endpoint", .address),
        Field("simpleSearchParams", "simple_search_params", .data),
    ]

    private static let fileDataFields: [Field] = [
        Field("displayName", "display_name", .text),
        Field("fileUri", "file_uri", .text),
        Field("mimeType", "mime_type", .text),
    ]

    private static let fileSearchFields: [Field] = [
        Field("fileSearchStoreNames", "file_search_store_names", .text, flags: [.repeated]),
        Field("metadataFilter", "metadata_filter", .text),
        Field("retrievalConfig", "retrieval_config", .data),
        Field("retrievalResources", "retrieval_resources", .data),
        Field("topK", "top_k", .number),
    ]

    private static let functionCallFields: [Field] = [
        Field("args", "args", .data),
        Field("id", "id", .callID),
        Field("name", "name", .text),
        Field("partialArgs", "partial_args", .message, 45, flags: [.repeated]),
        Field("willContinue", "will_continue", .flag),
    ]

    private static let functionCallingConfigFields: [Field] = [
        Field("allowedFunctionNames", "allowed_function_names", .text, flags: [.repeated]),
        Field("mode", "mode", .enumeration, 5),
        Field("streamFunctionCallArguments", "stream_function_call_arguments", .flag),
    ]

    private static let functionDeclarationFields: [Field] = [
        Field("behavior", "behavior", .enumeration, 6),
        Field("description", "description", .text),
        Field("name", "name", .text),
        Field("parameters", "parameters", .message, 57),
        Field("parametersJsonSchema", "parameters_json_schema", .ordered),
        Field("response", "response", .message, 57),
        Field("responseJsonSchema", "response_json_schema", .ordered),
    ]

    private static let functionResponseFields: [Field] = [
        Field("id", "id", .callID),
        Field("name", "name", .text),
        Field("parts", "parts", .message, 25, flags: [.repeated]),
        Field("response", "response", .data),
        Field("scheduling", "scheduling", .enumeration, 7),
        Field("willContinue", "will_continue", .flag),
    ]

    private static let functionResponseBlobFields: [Field] = [
        Field("data", "data", .bytes),
        Field("displayName", "display_name", .text),
        Field("mimeType", "mime_type", .text),
    ]

    private static let functionResponseFileDataFields: [Field] = [
        Field("displayName", "display_name", .text),
        Field("fileUri", "file_uri", .text),
        Field("mimeType", "mime_type", .text),
    ]

    private static let functionResponsePartFields: [Field] = [
        Field("fileData", "file_data", .fileData, 24),
        Field("inlineData", "inline_data", .message, 23),
        Field("mediaResolution", "media_resolution", .message, 44),
        Field("videoMetadata", "video_metadata", .message, 72),
    ]

    private static let generateContentRequestFields: [Field] = [
        Field("cachedContent", "cached_content", .cachedContent),
        Field("contents", "contents", .message, 6, flags: [.repeated]),
        Field("generationConfig", "generation_config", .message, 27, flags: [.emptyIsAbsent]),
        Field("labels", "labels", .ignored),
        Field("model", "model", .model),
        Field("modelArmorConfig", "model_armor_config", .message, 39, flags: [.emptyIsAbsent]),
        Field("safetySettings", "safety_settings", .message, 56, flags: [.repeated]),
        Field("serviceTier", "service_tier", .enumeration, 16),
        Field("store", "store", .flag),
        Field("systemInstruction", "system_instruction", .message, 62, flags: [.emptyIsAbsent]),
        Field("toolConfig", "tool_config", .message, 66, flags: [.emptyIsAbsent]),
        Field("tools", "tools", .message, 64, flags: [.repeated]),
    ]

    private static let generationConfigFields: [Field] = [
        Field("_responseJsonSchema", "response_json_schema_ordered", .ordered),
        Field("audioTimestamp", "audio_timestamp", .flag),
        Field("audioTranscriptionConfig", "audio_transcription_config", .message, 0),
        Field("candidateCount", "candidate_count", .number),
        Field("enableAffectiveDialog", "enable_affective_dialog", .flag),
        Field("enableEnhancedCivicAnswers", "enable_enhanced_civic_answers", .flag),
        Field("frequencyPenalty", "frequency_penalty", .float),
        Field("imageConfig", "image_config", .message, 32, flags: [.emptyIsAbsent]),
        Field("imageOutputOptions", "image_output_options", .message, 33, flags: [.emptyIsAbsent]),
        Field("logprobs", "logprobs", .number),
        Field("maxOutputTokens", "max_output_tokens", .number),
        Field("mediaResolution", "media_resolution", .enumeration, 8),
        Field("modelConfig", "model_config", .message, 40, flags: [.emptyIsAbsent]),
        Field("modelSelectionConfig", "model_selection_config", .message, 40, flags: [.emptyIsAbsent]),
        Field("presencePenalty", "presence_penalty", .float),
        Field("responseFormat", "response_format", .message, 52, flags: [.repeated]),
        Field("responseJsonSchema", "response_json_schema", .ordered),
        Field("responseLogprobs", "response_logprobs", .flag),
        Field("responseMimeType", "response_mime_type", .text),
        Field("responseModalities", "response_modalities", .enumeration, 9, flags: [.repeated]),
        Field("responseSchema", "response_schema", .message, 57),
        Field("routingConfig", "routing_config", .message, 55, flags: [.emptyIsAbsent]),
        Field("seed", "seed", .number),
        Field("speechConfig", "speech_config", .message, 60, flags: [.emptyIsAbsent]),
        Field("stopSequences", "stop_sequences", .text, flags: [.repeated]),
        Field("temperature", "temperature", .float),
        Field("thinkingConfig", "thinking_config", .message, 63, flags: [.emptyIsAbsent]),
        Field("topK", "top_k", .number),
        Field("topP", "top_p", .float),
        Field("translationConfig", "translation_config", .message, 68),
    ]

    private static let googleMapsFields: [Field] = [
        Field("authConfig", "auth_config", .secret),
        Field("enableWidget", "enable_widget", .flag),
        Field("groundingTypes", "grounding_types", .data),
    ]

    private static let googleSearchFields: [Field] = [
        Field("blockingConfidence", "blocking_confidence", .enumeration, 13),
        Field("excludeDomains", "exclude_domains", .text, flags: [.repeated]),
        Field("searchTypes", "search_types", .message, 58),
        Field("timeRangeFilter", "time_range_filter", .message, 35),
    ]

    private static let googleSearchRetrievalFields: [Field] = [
        Field("dynamicRetrievalConfig", "dynamic_retrieval_config", .message, 9)
    ]

    private static let hybridSearchFields: [Field] = [
        Field("alpha", "alpha", .float)
    ]

    private static let imageConfigFields: [Field] = [
        Field("aspectRatio", "aspect_ratio", .text),
        Field("imageOutputOptions", "image_output_options", .message, 33),
        Field("imageSize", "image_size", .text),
        Field("outputCompressionQuality", "output_compression_quality", .number),
        Field("outputMimeType", "output_mime_type", .text),
        Field("personGeneration", "person_generation", .text),
        Field("prominentPeople", "prominent_people", .text),
    ]

    private static let imageOutputOptionsFields: [Field] = [
        Field("compressionQuality", "compression_quality", .number),
        Field("mimeType", "mime_type", .text),
    ]

    private static let imageSearchFields: [Field] = []

    private static let intervalFields: [Field] = [
        Field("endTime", "end_time", .text),
        Field("startTime", "start_time", .text),
    ]

    private static let latLngFields: [Field] = [
        Field("latitude", "latitude", .number),
        Field("longitude", "longitude", .number),
    ]

    private static let manualRoutingModeFields: [Field] = [
        Field("modelName", "model_name", .text)
    ]

    private static let mcpServerFields: [Field] = [
        Field("name", "name", .text),
        Field("streamableHttpTransport", "streamable_http_transport", .message, 61),
    ]

    private static let modelArmorConfigFields: [Field] = [
        Field("promptTemplateName", "prompt_template_name", .text),
        Field("responseTemplateName", "response_template_name", .text),
    ]

    private static let modelConfigFields: [Field] = [
        Field("featureSelectionPreference", "feature_selection_preference", .enumeration, 4)
    ]

    private static let multiSpeakerVoiceConfigFields: [Field] = [
        Field("speakerVoiceConfigs", "speaker_voice_configs", .message, 59, flags: [.repeated])
    ]

    private static let parallelAiSearchFields: [Field] = [
        Field("apiKey", "api_key", .secret),
        Field("customConfigs", "custom_configs", .data),
        Field("enableDataRetention", "enable_data_retention", .flag),
        Field("enableZeroDataRetention", "enable_zero_data_retention", .flag),
    ]

    private static let partFields: [Field] = [
        Field("audioMetadata", "audio_metadata", .data),
        Field("audioTranscription", "audio_transcription", .data),
        Field("codeExecutionResult", "code_execution_result", .message, 4),
        Field("documentMetadata", "document_metadata", .data),
        Field("executableCode", "executable_code", .message, 15),
        Field("fileData", "file_data", .fileData, 17),
        Field("functionCall", "function_call", .message, 19),
        Field("functionResponse", "function_response", .message, 22),
        Field("inlineData", "inline_data", .message, 2),
        Field("mediaProcessing", "media_processing", .text),
        Field("mediaResolution", "media_resolution", .mediaResolution, 44),
        Field("partMetadata", "part_metadata", .data),
        Field("speechMetadata", "speech_metadata", .data),
        Field("spreadsheetMetadata", "spreadsheet_metadata", .data),
        Field("text", "text", .text),
        Field("thought", "thought", .falseIsAbsent),
        Field("thoughtSignature", "thought_signature", .bytes),
        Field("toolCall", "tool_call", .message, 65),
        Field("toolResponse", "tool_response", .message, 67),
        Field("videoMetadata", "video_metadata", .message, 72),
    ]

    private static let partMediaResolutionFields: [Field] = [
        Field("level", "level", .enumeration, 12),
        Field("numTokens", "num_tokens", .number),
    ]

    private static let partialArgFields: [Field] = [
        Field("boolValue", "bool_value", .flag),
        Field("jsonPath", "json_path", .text),
        Field("nullValue", "null_value", .data, flags: [.nullIsData]),
        Field("numberValue", "number_value", .number),
        Field("stringValue", "string_value", .text),
        Field("willContinue", "will_continue", .flag),
    ]

    private static let prebuiltVoiceConfigFields: [Field] = [
        Field("voiceName", "voice_name", .text)
    ]

    private static let ragFilterFields: [Field] = [
        Field("metadataFilter", "metadata_filter", .text),
        Field("vectorDistanceThreshold", "vector_distance_threshold", .number),
        Field("vectorSimilarityThreshold", "vector_similarity_threshold", .number),
    ]

    private static let ragRankingFields: [Field] = [
        Field("llmRanker", "llm_ranker", .message, 37),
        Field("rankService", "rank_service", .message, 37),
    ]

    private static let ragResourceFields: [Field] = [
        Field("ragCorpus", "rag_corpus", .text),
        Field("ragFileIds", "rag_file_ids", .text, flags: [.repeated]),
    ]

    private static let ragRetrievalConfigFields: [Field] = [
        Field("filter", "filter", .message, 47),
        Field("hybridSearch", "hybrid_search", .message, 31),
        Field("ranking", "ranking", .message, 48),
        Field("topK", "top_k", .number),
    ]

    private static let replicatedVoiceConfigFields: [Field] = [
        Field("consentAudio", "consent_audio", .bytes),
        Field("mimeType", "mime_type", .text),
        Field("voiceConsentSignature", "voice_consent_signature", .message, 74),
        Field("voiceSampleAudio", "voice_sample_audio", .bytes),
    ]

    private static let responseFormatFields: [Field] = [
        Field("audio", "audio", .data),
        Field("image", "image", .data),
        Field("text", "text", .data),
        Field("video", "video", .data),
    ]

    private static let retrievalFields: [Field] = [
        Field("disableAttribution", "disable_attribution", .flag),
        Field("externalApi", "external_api", .message, 16),
        Field("vertexAiSearch", "vertex_ai_search", .message, 70),
        Field("vertexRagStore", "vertex_rag_store", .message, 71),
    ]

    private static let retrievalConfigFields: [Field] = [
        Field("languageCode", "language_code", .text),
        Field("latLng", "lat_lng", .message, 36),
    ]

    private static let routingConfigFields: [Field] = [
        Field("autoMode", "auto_mode", .message, 1),
        Field("manualMode", "manual_mode", .message, 37),
    ]

    private static let safetySettingFields: [Field] = [
        Field("category", "category", .enumeration, 11),
        Field("method", "method", .enumeration, 10),
        Field("threshold", "threshold", .enumeration, 15),
    ]

    private static let schemaFields: [Field] = [
        Field("additionalProperties", "additional_properties", .data),
        Field("anyOf", "any_of", .message, 57, flags: [.repeated]),
        Field("default", "default", .data, flags: [.nullIsData]),
        Field("defs", "defs", .map, 57),
        Field("description", "description", .text),
        Field("enum", "enum", .text, flags: [.repeated]),
        Field("example", "example", .data, flags: [.nullIsData]),
        Field("format", "format", .text),
        Field("items", "items", .message, 57),
        Field("maxItems", "max_items", .number),
        Field("maxLength", "max_length", .number),
        Field("maxProperties", "max_properties", .number),
        Field("maximum", "maximum", .number),
        Field("minItems", "min_items", .number),
        Field("minLength", "min_length", .number),
        Field("minProperties", "min_properties", .number),
        Field("minimum", "minimum", .number),
        Field("nullable", "nullable", .flag),
        Field("pattern", "pattern", .text),
        Field("properties", "properties", .map, 57),
        Field("propertyOrdering", "property_ordering", .text, flags: [.repeated]),
        Field("ref", "ref", .text),
        Field("required", "required", .text, flags: [.repeated]),
        Field("title", "title", .text),
        Field("type", "type", .enumeration, 20),
    ]

    private static let searchTypesFields: [Field] = [
        Field("imageSearch", "image_search", .message, 34),
        Field("webSearch", "web_search", .message, 75),
    ]

    private static let speakerVoiceConfigFields: [Field] = [
        Field("speaker", "speaker", .text),
        Field("voiceConfig", "voice_config", .message, 73),
    ]

    private static let speechConfigFields: [Field] = [
        Field("languageCode", "language_code", .text),
        Field("multiSpeakerVoiceConfig", "multi_speaker_voice_config", .message, 41),
        Field("voiceConfig", "voice_config", .message, 73),
    ]

    private static let streamableHttpTransportFields: [Field] = [
        Field("headers", "headers", .secret),
        Field("sseReadTimeout", "sse_read_timeout", .duration),
        Field("terminateOnClose", "terminate_on_close", .flag),
        Field("timeout", "timeout", .duration),
        Field("url", "url", .address),
    ]

    private static let systemContentFields: [Field] = [
        Field("parts", "parts", .message, 43, flags: [.repeated]),
        Field("role", "role", .ignored),
    ]

    private static let thinkingConfigFields: [Field] = [
        Field("includeThoughts", "include_thoughts", .flag),
        Field("thinkingBudget", "thinking_budget", .number),
        Field("thinkingLevel", "thinking_level", .enumeration, 18),
    ]

    private static let toolFields: [Field] = [
        Field("codeExecution", "code_execution", .message, 3),
        Field("computerUse", "computer_use", .message, 5),
        Field("enterpriseWebSearch", "enterprise_web_search", .message, 13, flags: [.timeDependent]),
        Field("exaAiSearch", "exa_ai_search", .message, 14, flags: [.timeDependent]),
        Field("fileSearch", "file_search", .message, 18, flags: [.timeDependent]),
        Field("functionDeclarations", "function_declarations", .message, 21, flags: [.repeated]),
        Field("googleMaps", "google_maps", .message, 28, flags: [.timeDependent]),
        Field("googleSearch", "google_search", .message, 29, flags: [.timeDependent]),
        Field("googleSearchRetrieval", "google_search_retrieval", .message, 30, flags: [.timeDependent]),
        Field("mcpServers", "mcp_servers", .message, 38, flags: [.repeated, .timeDependent]),
        Field("parallelAiSearch", "parallel_ai_search", .message, 42, flags: [.timeDependent]),
        Field("retrieval", "retrieval", .message, 53, flags: [.timeDependent]),
        Field("urlContext", "url_context", .message, 69, flags: [.timeDependent]),
    ]

    private static let toolCallFields: [Field] = [
        Field("args", "args", .data),
        Field("id", "id", .text),
        Field("toolType", "tool_type", .enumeration, 19),
    ]

    private static let toolConfigFields: [Field] = [
        Field("functionCallingConfig", "function_calling_config", .message, 20, flags: [.emptyIsAbsent]),
        Field("includeServerSideToolInvocations", "include_server_side_tool_invocations", .flag),
        Field("retrievalConfig", "retrieval_config", .message, 54, flags: [.emptyIsAbsent]),
    ]

    private static let toolResponseFields: [Field] = [
        Field("id", "id", .text),
        Field("response", "response", .data),
        Field("toolType", "tool_type", .enumeration, 19),
    ]

    private static let translationConfigFields: [Field] = [
        Field("echoTargetLanguage", "echo_target_language", .flag),
        Field("targetLanguageCode", "target_language_code", .text),
    ]

    private static let urlContextFields: [Field] = []

    private static let vertexAISearchFields: [Field] = [
        Field("dataStoreSpecs", "data_store_specs", .message, 8, flags: [.repeated]),
        Field("datastore", "datastore", .text),
        Field("engine", "engine", .text),
        Field("filter", "filter", .text),
        Field("maxResults", "max_results", .number),
    ]

    private static let vertexRagStoreFields: [Field] = [
        Field("ragCorpora", "rag_corpora", .text, flags: [.repeated]),
        Field("ragResources", "rag_resources", .message, 49, flags: [.repeated]),
        Field("ragRetrievalConfig", "rag_retrieval_config", .message, 50),
        Field("similarityTopK", "similarity_top_k", .number),
        Field("storeContext", "store_context", .flag),
        Field("vectorDistanceThreshold", "vector_distance_threshold", .number),
    ]

    private static let videoMetadataFields: [Field] = [
        Field("contentLayers", "content_layers", .text, flags: [.repeated]),
        Field("endOffset", "end_offset", .duration),
        Field("fps", "fps", .number),
        Field("startOffset", "start_offset", .duration),
    ]

    private static let voiceConfigFields: [Field] = [
        Field("prebuiltVoiceConfig", "prebuilt_voice_config", .message, 46),
        Field("replicatedVoiceConfig", "replicated_voice_config", .message, 51),
        Field("voice", "voice", .text),
    ]

    private static let voiceConsentSignatureFields: [Field] = [
        Field("signature", "signature", .text)
    ]

    private static let webSearchFields: [Field] = []

    /// Every enum's values: name, integer on the Developer API, integer on Vertex AI; -1 where there is none.
    static let enumTable: [[EnumValue]] = [
        [  // CodeExecutionResult.outcome
            EnumValue("OUTCOME_UNSPECIFIED", 0, 0),
            EnumValue("OUTCOME_OK", 1, 1),
            EnumValue("OUTCOME_FAILED", 2, 2),
            EnumValue("OUTCOME_DEADLINE_EXCEEDED", 3, 3),
        ],
        [  // ComputerUse.environment
            EnumValue("ENVIRONMENT_UNSPECIFIED", 0, 0),
            EnumValue("ENVIRONMENT_BROWSER", 1, 1),
        ],
        [  // DynamicRetrievalConfig.mode
            EnumValue("MODE_UNSPECIFIED", 0, 0),
            EnumValue("MODE_DYNAMIC", 1, 1),
        ],
        [  // ExecutableCode.language
            EnumValue("LANGUAGE_UNSPECIFIED", 0, 0),
            EnumValue("PYTHON", 1, 1),
        ],
        [  // FeaturePreference
            EnumValue("FEATURE_SELECTION_PREFERENCE_UNSPECIFIED", -1, 0),
            EnumValue("PRIORITIZE_QUALITY", -1, 1),
            EnumValue("BALANCED", -1, 2),
            EnumValue("PRIORITIZE_COST", -1, 3),
        ],
        [  // FunctionCallingConfig.mode
            EnumValue("MODE_UNSPECIFIED", 0, 0),
            EnumValue("AUTO", 1, 1),
            EnumValue("ANY", 2, 2),
            EnumValue("NONE", 3, 3),
            EnumValue("VALIDATED", 4, 5),
        ],
        [  // FunctionDeclaration.behavior
            EnumValue("UNSPECIFIED", 0, 0),
            EnumValue("BLOCKING", 1, 1),
            EnumValue("NON_BLOCKING", 2, 2),
        ],
        [  // FunctionResponse.scheduling
            EnumValue("SCHEDULING_UNSPECIFIED", 0, 0),
            EnumValue("SILENT", 1, 1),
            EnumValue("WHEN_IDLE", 2, 2),
            EnumValue("INTERRUPT", 3, 3),
        ],
        [  // GenerationConfig.mediaResolution
            EnumValue("MEDIA_RESOLUTION_UNSPECIFIED", 0, 0),
            EnumValue("MEDIA_RESOLUTION_LOW", 1, 1),
            EnumValue("MEDIA_RESOLUTION_MEDIUM", 2, 2),
            EnumValue("MEDIA_RESOLUTION_HIGH", 3, 3),
        ],
        [  // GenerationConfig.responseModalities
            EnumValue("MODALITY_UNSPECIFIED", 0, 0),
            EnumValue("TEXT", 1, 1),
            EnumValue("IMAGE", 2, 2),
            EnumValue("AUDIO", 3, 3),
        ],
        [  // HarmBlockMethod
            EnumValue("HARM_BLOCK_METHOD_UNSPECIFIED", -1, 0),
            EnumValue("SEVERITY", -1, 1),
            EnumValue("PROBABILITY", -1, 2),
        ],
        [  // HarmCategory
            EnumValue("HARM_CATEGORY_UNSPECIFIED", 0, 0),
            EnumValue("HARM_CATEGORY_DEROGATORY", 1, -1),
            EnumValue("HARM_CATEGORY_TOXICITY", 2, -1),
            EnumValue("HARM_CATEGORY_VIOLENCE", 3, -1),
            EnumValue("HARM_CATEGORY_SEXUAL", 4, -1),
            EnumValue("HARM_CATEGORY_MEDICAL", 5, -1),
            EnumValue("HARM_CATEGORY_DANGEROUS", 6, -1),
            EnumValue("HARM_CATEGORY_HARASSMENT", 7, 3),
            EnumValue("HARM_CATEGORY_HATE_SPEECH", 8, 1),
            EnumValue("HARM_CATEGORY_SEXUALLY_EXPLICIT", 9, 4),
            EnumValue("HARM_CATEGORY_DANGEROUS_CONTENT", 10, 2),
            EnumValue("HARM_CATEGORY_CIVIC_INTEGRITY", 11, 5),
            EnumValue("HARM_CATEGORY_JAILBREAK", -1, 6),
        ],
        [  // MediaResolution
            EnumValue("MEDIA_RESOLUTION_UNSPECIFIED", 0, 0),
            EnumValue("MEDIA_RESOLUTION_LOW", 1, 1),
            EnumValue("MEDIA_RESOLUTION_MEDIUM", 2, 2),
            EnumValue("MEDIA_RESOLUTION_HIGH", 3, 3),
            EnumValue("MEDIA_RESOLUTION_ULTRA_HIGH", 4, 4),
        ],
        [  // PhishBlockThreshold
            EnumValue("PHISH_BLOCK_THRESHOLD_UNSPECIFIED", -1, 0),
            EnumValue("BLOCK_LOW_AND_ABOVE", -1, 30),
            EnumValue("BLOCK_MEDIUM_AND_ABOVE", -1, 40),
            EnumValue("BLOCK_HIGH_AND_ABOVE", -1, 50),
            EnumValue("BLOCK_HIGHER_AND_ABOVE", -1, 55),
            EnumValue("BLOCK_VERY_HIGH_AND_ABOVE", -1, 60),
            EnumValue("BLOCK_ONLY_EXTREMELY_HIGH", -1, 100),
        ],
        [  // RoutingPreference
            EnumValue("UNKNOWN", -1, 0),
            EnumValue("PRIORITIZE_QUALITY", -1, 1),
            EnumValue("BALANCED", -1, 2),
            EnumValue("PRIORITIZE_COST", -1, 3),
        ],
        [  // SafetySetting.threshold
            EnumValue("HARM_BLOCK_THRESHOLD_UNSPECIFIED", 0, 0),
            EnumValue("BLOCK_LOW_AND_ABOVE", 1, 1),
            EnumValue("BLOCK_MEDIUM_AND_ABOVE", 2, 2),
            EnumValue("BLOCK_ONLY_HIGH", 3, 3),
            EnumValue("BLOCK_NONE", 4, 4),
            EnumValue("OFF", 5, 5),
        ],
        [  // ServiceTier
            EnumValue("unspecified", 0, 0),
            EnumValue("standard", 1, 1),
            EnumValue("flex", 2, 2),
            EnumValue("priority", 3, 3),
        ],
        [  // TaskType
            EnumValue("TASK_TYPE_UNSPECIFIED", 0, -1),
            EnumValue("RETRIEVAL_QUERY", 1, 2),
            EnumValue("RETRIEVAL_DOCUMENT", 2, 3),
            EnumValue("SEMANTIC_SIMILARITY", 3, 4),
            EnumValue("CLASSIFICATION", 4, 5),
            EnumValue("CLUSTERING", 5, 6),
            EnumValue("QUESTION_ANSWERING", 6, 7),
            EnumValue("FACT_VERIFICATION", 7, 8),
            EnumValue("CODE_RETRIEVAL_QUERY", 8, 9),
            EnumValue("UNSPECIFIED", -1, 0),
        ],
        [  // ThinkingConfig.thinkingLevel
            EnumValue("THINKING_LEVEL_UNSPECIFIED", -1, -1),
            EnumValue("MINIMAL", -1, -1),
            EnumValue("LOW", -1, -1),
            EnumValue("MEDIUM", -1, -1),
            EnumValue("HIGH", -1, -1),
        ],
        [  // ToolType
            EnumValue("TOOL_TYPE_UNSPECIFIED", 0, 0),
            EnumValue("GOOGLE_SEARCH_WEB", 1, 1),
            EnumValue("GOOGLE_SEARCH_IMAGE", 2, 2),
            EnumValue("URL_CONTEXT", 3, 3),
            EnumValue("GOOGLE_MAPS", 4, 4),
            EnumValue("FILE_SEARCH", 5, 5),
        ],
        [  // Type
            EnumValue("TYPE_UNSPECIFIED", 0, 0),
            EnumValue("STRING", 1, 1),
            EnumValue("NUMBER", 2, 2),
            EnumValue("INTEGER", 3, 3),
            EnumValue("BOOLEAN", 4, 4),
            EnumValue("ARRAY", 5, 5),
            EnumValue("OBJECT", 6, 6),
            EnumValue("NULL", 7, 7),
        ],
    ]
}
