namespace Leadline.Tests.Leads;

/// <summary>Bodies that no lead may have, with the field that is complained of.</summary>
public static class LeadBodies
{
    public static TheoryData<string, string> Bad => new()
    {
        { """{"last_name": "A", "nickname": "B"}""", "nickname" },
        { """{"last_name": "A", "id": 5}""", "id" },
        { """{"last_name": 5}""", "last_name" },
        { """{"last_name": "A", "first_name": ["B"]}""", "first_name" },
        { """{"last_name": "A", "lead_status_id": "1"}""", "lead_status_id" },
        { """{"last_name": "A", "lead_status_id": 1.5}""", "lead_status_id" },
        { """{"last_name": "A", "assigned_user_id": 9223372036854775808}""", "assigned_user_id" },
        { """{"last_name": "A", "lead_status_id": 999999999}""", "lead_status_id" },
        { """{"last_name": "A", "lead_reference_source_id": -1}""", "lead_reference_source_id" },
        { """{"last_name": "A", "assigned_user_id": 0}""", "assigned_user_id" },
        { """{"last_name": "A", "import_source_id": 999999999}""", "import_source_id" },
        { """{"last_name": "A", "country_id": 1000}""", "country_id" },
        { """{"last_name": "A", "email": "ada"}""", "email" },
        { """{"last_name": "A", "email": "ada@-example.com"}""", "email" },
        { """{"last_name": "A", "email": "ada@exa mple.com"}""", "email" },
        { """{"last_name": "A", "external_created_at": "yesterday"}""", "external_created_at" },
        { """{"last_name": "A", "external_created_at": 1700000000}""", "external_created_at" },
        { """{"last_name": "A", "marketing_attribution": "spring"}""", "marketing_attribution" },
        { """{"last_name": "A", "marketing_attribution": 5}""", "marketing_attribution" },
        { """{"last_name": "A\u0000B"}""", "last_name" },
        { """{"last_name": "A", "description": "x\u0000"}""", "description" },
        { """{"last_name": "  "}""", "last_name" },
        { """{"last_name": null}""", "last_name" },
        { $$"""{"last_name": "{{new string('a', 256)}}"}""", "last_name" },
        { $$"""{"last_name": "A", "phone_number": "{{new string('1', 33)}}"}""", "phone_number" },
        { $$"""{"last_name": "A", "description": "{{new string('a', 65_536)}}"}""", "description" },
        { $$"""{"last_name": "A", "message": "{{new string('a', 65_536)}}"}""", "message" },
        { $$"""{"last_name": "A", "marketing_attribution": ["{{new string('a', 65_536)}}"]}""", "marketing_attribution" },
    };

    public static TheoryData<string> Unreadable => new()
    {
        "{",
        "[]",
        "5",
        "null",
        """{"last_name": "A",}""",
        """{"last_name": "\ud800"}""",
        """{"\ud800": "A"}""",
        """{"last_name": "A", "marketing_attribution": [{"a": "\udc00"}]}""",
        $$"""{"last_name": {{new string('[', 100)}}{{new string(']', 100)}}}""",
    };
}
