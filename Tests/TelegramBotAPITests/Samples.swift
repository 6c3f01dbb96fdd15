/// Answers written by hand from https://core.telegram.org/bots/api, of invented people. Each holds every field that our types know.
enum Samples {
    static let user = """
        {"id": 4200000001, "is_bot": false, "first_name": "Agave", "last_name": "Succulent",
         "username": "agave_test", "language_code": "ru"}
        """
    static let chat = #"{"id": 4200000001, "type": "private", "first_name": "Agave", "username": "agave_test"}"#
    static let contact = """
        {"phone_number": "+70000000000", "first_name": "Agave", "last_name": "Succulent", "user_id": 4200000001}
        """
    static let voice = #"{"file_id": "AwAD", "file_unique_id": "AgAD", "duration": 7, "mime_type": "audio/ogg", "file_size": 12345}"#
    static let photoSize = #"{"file_id": "AgAC", "file_unique_id": "AQAD", "width": 320, "height": 200, "file_size": 999}"#
    static let file = #"{"file_id": "AwAD", "file_unique_id": "AgAD", "file_size": 12345, "file_path": "voice/file_1.oga"}"#
    static let message = """
        {"message_id": 77, "date": 1790000000, "chat": \(chat), "from": \(user), "text": "Где мой кактус?", "caption": "вот",
         "contact": \(contact), "voice": \(voice), "photo": [\(photoSize)]}
        """
    static let callbackQuery = """
        {"id": "4382bfdwdsb323b2d9", "from": \(user), "message": \(message), "chat_instance": "-123", "data": "offer:7"}
        """
    static let member = #"{"status": "kicked", "user": {"id": 1, "is_bot": true, "first_name": "Bot"}, "until_date": 0}"#
    static let former = #"{"status": "member", "user": {"id": 1, "is_bot": true, "first_name": "Bot"}}"#
    static let memberUpdated = """
        {"chat": \(chat), "from": \(user), "date": 1790000000, "old_chat_member": \(former), "new_chat_member": \(member)}
        """
    static let responseParameters = #"{"retry_after": 17}"#

    static func ok(_ result: String) -> String { #"{"ok": true, "result": \#(result)}"# }

    static func refused(_ code: Int, _ description: String, parameters: String? = nil) -> String {
        #"{"ok": false, "error_code": \#(code), "description": "\#(description)"\#(parameters.map { #", "parameters": \#($0)"# } ?? "")}"#
    }
}
