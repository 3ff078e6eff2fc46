import { Controller, Get } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblem } from '../../shared/http/api-docs.js';
import { ImportPresetsResponse } from './holding-import.dto.js';

@ApiTags('holding imports')
@ApiBearerAuth()
@ApiProblem('unauthenticated')
@Controller('api/v1/import-presets')
export class ImportPresetController {
  @Get()
  @ApiOperation({ summary: 'Whose files can be imported, what they need, and an example header of each' })
  @ApiOkResponse({ type: ImportPresetsResponse })
  list(): ImportPresetsResponse {
    return ImportPresetsResponse.all();
  }
}
